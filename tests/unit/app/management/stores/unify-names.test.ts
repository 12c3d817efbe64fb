import { describe, expect, test } from 'vitest'
import { useCaseListStore } from '#app/management/stores/useCaseListStore.ts'
import { useUnitNamesStore } from '#app/management/stores/useUnitNamesStore.ts'
import { useUnitStore } from '#app/management/stores/useUnitStore.ts'
import type { CaseChange, ListedCase } from '#app/platform/storage/case-storage.ts'
import { ok } from '#core/errors/result.ts'
import { caseRowOf } from '#core/review/case-row.ts'
import { caseOf } from '#core/review/review-case.ts'
import type { ReviewEvent } from '#core/review/review-event.ts'
import { signSubmission } from '#core/submission/sign-submission.ts'
import { noFindings } from '#tests/support/case-rows.ts'
import { pageStores } from '#tests/support/page-stores.ts'
import { aPerson } from '#tests/support/people.ts'
import { arrivalOf, aTrail } from '#tests/support/review-events.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'
import { aUnit } from '#tests/support/units.ts'

const key = await aSigningKey()

/** A store of cases in memory, with these people by the names of their units. */
async function casesOf(employers: Readonly<Record<string, string>>) {
  const trails = new Map<string, readonly ReviewEvent[]>()
  const rows = new Map<string, ListedCase>()
  const texts = new Map<string, string>()
  for (const [name, employer] of Object.entries(employers)) {
    const content = aSubmissionContent({}, aPerson({ basic: { ...aPerson().basic, name, employer } }))
    const { digest, text } = await signSubmission(content, key)
    const trail = aTrail([{ ...arrivalOf('a', 1), digest }], 1, `id:${name}`)
    const standing = caseOf(trail)
    if (!standing.ok) throw new Error(standing.error.code)
    trails.set(`id:${name}`, trail)
    rows.set(`id:${name}`, { ...caseRowOf(standing.value, content, noFindings), key: name })
    texts.set(digest, text)
  }
  return {
    rows: () => Promise.resolve(ok([...rows.values()])),
    trail: (caseId: string) => Promise.resolve(ok(trails.get(caseId) ?? [])),
    text: (digest: string) => Promise.resolve(ok(texts.get(digest))),
    append(changes: readonly CaseChange[]) {
      const written = changes.map(({ events, row, texts: kept }) => {
        trails.set(row.caseId, [...(trails.get(row.caseId) ?? []), ...events])
        for (const each of kept) if ('text' in each) texts.set(each.digest, each.text)
        return { ...row, key: row.caseId.replace('id:', '') }
      })
      return Promise.resolve(ok(written))
    },
    onChange: () => undefined,
  }
}

/** The page 统一单位名称 of a unit that holds these people. */
async function namesPage(employers: Readonly<Record<string, string>>) {
  const cases = await casesOf(employers)
  const units = {
    onUsersChange: () => undefined,
    get: () => Promise.resolve(ok({ unit: aUnit, keys: { signing: key } })),
    users: () => Promise.resolve(ok(['黄采集'])),
    lockOf: () => Promise.resolve(ok({ id: '黄采集' })),
  }
  const desk = {
    units,
    unlockVault: () => Promise.resolve(ok({})),
    openCases: () => cases,
    openReceiving: () => ({}),
    openKept: () => ({ list: () => Promise.resolve(ok([])) }),
    openSync: () => ({}),
    loadNameSpeller: () => Promise.resolve(() => []),
  }
  const clock = { now: () => 1_780_000_000_000, today: () => '2026-11-28' }
  const pinia = await pageStores({ unitDesk: () => Promise.resolve(desk), clock })
  await useUnitStore(pinia).unlock('黄采集', '')
  const [list, store] = [useCaseListStore(pinia), useUnitNamesStore(pinia)]
  await useUnitStore(pinia).load()
  await list.load()
  const names = () => Object.fromEntries(list.rows.map(({ key: name, employer }) => [name, employer]))
  return { store, names }
}

const [wanted, written, spelled] = ['北流市第一中学', '北流一中', '北流市一中']

describe('undoing that names were made one', () => {
  test('gives each the name it had before', async () => {
    const { store, names } = await namesPage({ 韦晓: written, 黄明: spelled })
    const given = await store.unify([written, spelled], wanted, '统一')
    expect(names()).toEqual({ 韦晓: wanted, 黄明: wanted })
    await store.undo(given, '撤销')
    expect(names()).toEqual({ 韦晓: written, 黄明: spelled })
  })

  test('leaves whoever got another name since, and says so', async () => {
    const { store, names } = await namesPage({ 韦晓: written, 黄明: spelled })
    const given = await store.unify([written, spelled], wanted, '统一')
    await store.unify([wanted], '北流市第一初级中学', '改名')
    expect(await store.undo(given, '撤销')).toEqual({ undone: 0, left: 2 })
    expect(names()).toEqual({ 韦晓: '北流市第一初级中学', 黄明: '北流市第一初级中学' })
  })

  test('does not fail for one whose name stands already but for a space', async () => {
    const { store, names } = await namesPage({ 韦晓: `${wanted} `, 黄明: spelled })
    const given = await store.unify([`${wanted} `, spelled], wanted, '统一')
    expect(await store.undo(given, '撤销')).toEqual({ undone: 2, left: 0 })
    expect(store.error).toBeUndefined()
    expect(names()).toEqual({ 韦晓: wanted, 黄明: spelled })
  })
})
