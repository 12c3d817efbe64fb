import { calculateJwkThumbprint } from 'jose'
import { expect, test, vi } from 'vitest'
import { useCaseListStore } from '#app/management/stores/useCaseListStore.ts'
import { useIssuedTasksStore } from '#app/management/stores/useIssuedTasksStore.ts'
import { useListsStore } from '#app/management/stores/useListsStore.ts'
import { useOwnCertificateStore } from '#app/management/stores/useOwnCertificateStore.ts'
import { useRegisterStore } from '#app/management/stores/useRegisterStore.ts'
import { useStoreBackupStore } from '#app/management/stores/useStoreBackupStore.ts'
import { useUnitStore } from '#app/management/stores/useUnitStore.ts'
import { useUserRemovalsStore } from '#app/management/stores/useUserRemovalsStore.ts'
import { useViewsStore } from '#app/management/stores/useViewsStore.ts'
import type { IssuedTask, StoredUnit } from '#app/platform/storage/unit-storage.ts'
import { fail, ok } from '#core/errors/result.ts'
import { signTask } from '#core/task/sign-task.ts'
import { aLadder, withCertificate } from '#tests/support/certified.ts'
import { memoryCases, memoryUnit } from '#tests/support/memory-unit.ts'
import { arrivalOf } from '#tests/support/review-events.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'
import { anOpeningKey, aTaskContent, aUnit } from '#tests/support/units.ts'

const view = {
  id: 'v',
  name: '待审',
  place: 0,
  filter: { state: '', text: '', unit: '', rule: '', sheet: '' },
  sort: { by: 'name', isDescending: false },
  columns: ['name'],
}

/** What a backup holds beside the people: of everything one. */
async function aHead() {
  const { school, text } = await aLadder()
  const { certificates: _none, ...bare } = school
  const { certificates } = await withCertificate(bare, text)
  const kid = await calculateJwkThumbprint(bare.publicJwk, 'sha256')
  const task: IssuedTask = { id: 't', text: await signTask(aTaskContent(), bare), issuedAt: 1 }
  const kept = [
    { kind: 'register', id: 'all', value: [{ name: '北流市教育局', aliases: [] }] },
    { kind: 'expected', id: 'all', value: [{ name: '王伟' }] },
    { kind: 'peopleView', id: 'v', value: view },
    { kind: 'userRemoval', id: 'r', value: { id: 'r', at: 1, by: '黄采集', user: '李采集' } },
    { kind: 'ownCertificate', id: kid, value: { kid, certificates } },
  ]
  return { key: bare, head: { unit: aUnit, keyFile: '', cases: 1, tasks: [task], packs: [], kept } }
}

/** A page that has read all there is, nothing, and then has a backup to restore. */
async function aPage(stop?: 'before' | 'after') {
  const { key, head } = await aHead()
  const rows: { readonly kind: string; readonly id: string; readonly value: unknown }[] = []
  const tasks: IssuedTask[] = []
  let stored: StoredUnit = { unit: aUnit, keys: { signing: key, opening: await anOpeningKey() }, keyFile: '' }
  const units = {
    onUsersChange: () => undefined,
    get: () => Promise.resolve(ok(stored)),
    users: () => Promise.resolve(ok(['黄采集'])),
    lockOf: () => Promise.resolve(ok({ id: '黄采集' })),
    tasks: () => Promise.resolve(ok({ fitting: tasks, unread: [] })),
    addTask: (task: IssuedTask) => Promise.resolve(ok(void tasks.push(task))),
    setCertificates(certificates: readonly string[]) {
      stored = { ...stored, keys: { ...stored.keys, signing: { ...key, certificates } } }
      return Promise.resolve(ok(undefined))
    },
  }
  const put = (kind: string, id: string, value: unknown) => Promise.resolve(ok(void rows.push({ kind, id, value })))
  const openKept = () => ({
    list: (kind: string) => Promise.resolve(ok(rows.filter((row) => row.kind === kind).map(({ value }) => value))),
    addMissing: put,
    put,
  })
  const cases = memoryCases()
  let appended = 0
  Object.assign(cases.storage, { appended: () => appended })
  const gone = fail('FILE_NOT_OPENED', { reason: 'gone' })
  const restoreStore = () => {
    if (stop === 'before') return Promise.resolve(gone)
    appended += 1
    cases.put('id:1', { digest: 'a'.repeat(64), text: '', content: aSubmissionContent() }, [arrivalOf('a', 1)])
    const done = { head, kept: 0, added: 1, advanced: 0, diverged: [] }
    return Promise.resolve(stop === 'after' ? fail('STORAGE_FULL', { reason: 'full' }) : ok(done))
  }
  const desk = { units, openKept, restoreStore, verifyStoreBackup: () => Promise.resolve(ok(head)) }
  const clock = { now: () => Date.parse('2026-11-28T04:00:00.000Z'), today: () => '2026-11-28' }
  const pinia = await memoryUnit(cases, { desk, platform: { clock } })
  const stores = {
    register: useRegisterStore(pinia),
    lists: useListsStore(pinia),
    views: useViewsStore(pinia),
    removals: useUserRemovalsStore(pinia),
    tasks: useIssuedTasksStore(pinia),
    own: useOwnCertificateStore(pinia),
  }
  for (const store of Object.values(stores)) await store.load()
  const backups = useStoreBackupStore(pinia)
  await backups.restore(new File([''], '整库备份.bak'), '')
  return { ...stores, backups, list: useCaseListStore(pinia), units: useUnitStore(pinia) }
}

test('what a backup brought beside the people is worked with at once', async () => {
  vi.stubGlobal('location', { origin: 'https://caibao.example' })
  const page = await aPage()
  vi.unstubAllGlobals()
  expect(page.backups.error).toBeUndefined()
  expect(page.backups.restored).toMatchObject({ added: 1 })
  expect(page.list.size).toBe(1)
  expect(page.register.register).toMatchObject([{ name: '北流市教育局' }])
  expect(page.lists.compared.missing).toMatchObject([{ name: '王伟' }])
  expect(page.views.views).toMatchObject([{ name: '待审' }])
  expect(page.removals.removals).toMatchObject([{ user: '李采集' }])
  expect(page.tasks.tasks).toHaveLength(1)
  expect(page.own.standing?.kind).toBe('certified')
  expect(page.units.stored?.keys.signing.certificates).toBeDefined()
})

test('people who were restored before it stopped are listed, and why it stopped is told', async () => {
  const { backups, list } = await aPage('after')
  expect(backups.error?.code).toBe('STORAGE_FULL')
  expect(backups).toMatchObject({ restored: undefined, isHalfRestored: true, progress: undefined })
  expect(list.size).toBe(1)
})

test('a file that is gone before anybody was restored leaves nothing half done, and says only why', async () => {
  const { backups, list } = await aPage('before')
  expect(backups.error?.code).toBe('FILE_NOT_OPENED')
  expect(backups).toMatchObject({ restored: undefined, isHalfRestored: false, progress: undefined })
  expect(list.size).toBe(0)
})
