import { createPinia } from 'pinia'
import { afterEach, expect, test, vi } from 'vitest'
import { type App, type Component, createApp } from 'vue'
import CaseFilters from '#app/management/components/cases/CaseFilters.vue'
import ReceivedChanges from '#app/management/components/receive/ReceivedChanges.vue'
import ReceiveRest from '#app/management/components/receive/ReceiveRest.vue'
import SyncLog from '#app/management/components/sync/SyncLog.vue'
import SyncStatus from '#app/management/components/sync/SyncStatus.vue'
import { fail, ok } from '#core/errors/result.ts'
import type { Row } from '#core/record/record.ts'
import { signSubmission } from '#core/submission/sign-submission.ts'
import { aPerson } from '#tests/support/people.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'

const desk = vi.hoisted(() => ({ units: {}, sync: {}, list: {}, scheme: {} }))
vi.mock('#app/management/stores/useUnitStore.ts', () => ({ useUnitStore: () => desk.units }))
vi.mock('#app/management/stores/useUnitSyncStore.ts', () => ({ useUnitSyncStore: () => desk.sync }))
vi.mock('#app/management/stores/usePackUploadsStore.ts', () => ({ usePackUploadsStore: () => ({}) }))
vi.mock('#app/management/stores/useCaseListStore.ts', () => ({ useCaseListStore: () => desk.list }))
vi.mock('#app/shared/scheme/useSchemeStore.ts', () => ({ useSchemeStore: () => desk.scheme }))
vi.mock('#app/shared/record/usePlaceName.ts', () => ({ usePlaceName: () => (path: string) => path }))

const hostile = '黄\u202E莉'
const written = '黄‹U+202E›莉'
let app: App | undefined
const place = document.body.appendChild(document.createElement('div'))
afterEach(() => app?.unmount())

/** What is read on the page, how often the name stands there written out, and whether it does so as it is. */
function show(page: Component, props: Record<string, unknown> = {}) {
  app = createApp(page, props)
    .use(createPinia())
    .component('RouterLink', { render: () => undefined })
  app.mount(place)
  return {
    writtenOut: () => (place.textContent ?? '').split(written).length - 1,
    isHidden: () => (place.textContent ?? '').includes('\u202E'),
  }
}

test('what is hidden in a name is written out in what waits and in what was synchronised', () => {
  const row = { key: '1', name: hostile }
  const pack = { digest: 'a', fileName: hostile, madeAt: 0 }
  const packs = [pack, { ...pack, digest: 'b', error: fail('SERVER_FAILED', {}).error }]
  const overview = {
    unsent: 0,
    slips: 0,
    packs,
    overtaken: [{ row, sync: { overtaken: ['1'] } }],
    stopped: [{ row, sync: {} }],
    late: [],
    refused: [],
  }
  desk.sync = { overview, isRunning: false, lines: [{ at: 0, kind: 'packLeft', name: hostile, by: hostile }] }
  const status = show(SyncStatus)
  expect([status.writtenOut(), status.isHidden()]).toEqual([4, false])
  app?.unmount()
  const log = show(SyncLog)
  expect([log.writtenOut(), log.isHidden()]).toEqual([2, false])
})

test('what is hidden in the name of an employer is written out where the list is narrowed to it', () => {
  const none = new Map<string, number>()
  const filter = { text: '', unit: hostile, rule: '', sheet: '', state: '' }
  desk.list = { filter, size: 1, counts: none, employers: new Map([[hostile, 1]]), openRules: none, openSheets: none }
  desk.scheme = { scheme: { sheets: [] } }
  const filters = show(CaseFilters)
  expect([filters.writtenOut(), filters.isHidden()]).toEqual([1, false])
  expect(place.querySelector<HTMLOptionElement>('option:checked')?.value).toBe(hostile)
})

test('what is hidden in the name of a file is written out where the rest of them is asked for', () => {
  const files = [{ name: hostile, size: 1, modifiedAt: 0 }]
  const rest = show(ReceiveRest, { interrupted: { id: '1', startedAt: 0, done: new Set(), files } })
  expect([rest.writtenOut(), rest.isHidden()]).toEqual([1, false])
})

test('what was received anew is told in words, with what is hidden in it written out', async () => {
  const key = await aSigningKey()
  const textOf = async (basic: Row) => (await signSubmission(aSubmissionContent({}, aPerson({ basic })), key)).text
  const texts = new Map([
    ['a', await textOf({ name: '黄莉', gender: '1' })],
    ['b', await textOf({ name: hostile, gender: '2' })],
  ])
  desk.units = { cases: () => ok({ text: (digest: string) => Promise.resolve(ok(texts.get(digest))) }) }
  const gender = { key: 'gender', kind: 'code', table: 'GB', browse: 'list' }
  const table = new Map(Object.entries({ '1': { name: '男' }, '2': { name: '女' } }))
  desk.scheme = { scheme: { sheets: [{ key: 'basic', fields: [gender] }] }, lookup: { table: () => table } }
  const changes = show(ReceivedChanges, { before: 'a', after: 'b' })
  await expect.poll(() => place.textContent).toContain('男 → 女')
  expect([changes.writtenOut(), changes.isHidden()]).toEqual([1, false])
})
