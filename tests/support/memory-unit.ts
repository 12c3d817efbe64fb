import type { Pinia } from 'pinia'
import { useCaseListStore } from '#app/management/stores/useCaseListStore.ts'
import { useUnitStore } from '#app/management/stores/useUnitStore.ts'
import type { CaseChange, ListedCase } from '#app/platform/storage/case-storage.ts'
import { ok } from '#core/errors/result.ts'
import { caseRowOf, type Findings } from '#core/review/case-row.ts'
import { caseOf } from '#core/review/review-case.ts'
import type { ReviewEvent, ReviewStep } from '#core/review/review-event.ts'
import type { SubmissionContent } from '#core/submission/submission.ts'
import { type CaseSync, notSynced } from '#core/sync/case-sync.ts'
import { noFindings } from './case-rows.ts'
import { pageStores } from './page-stores.ts'
import { aTrail } from './review-events.ts'
import { aSigningKey } from './signing-keys.ts'
import { aUnit } from './units.ts'

/** Key of the unit whose store is in memory. */
export const unitKey = await aSigningKey()

/** Where texts lie that a fake checker has sealed. */
export type Texts = Map<string, string>

/** A store of cases in memory; a case goes by its name in addresses, too. */
export function memoryCases(texts: Texts = new Map()) {
  const trails = new Map<string, readonly ReviewEvent[]>()
  const rows = new Map<string, ListedCase>()
  const synced = new Map<string, CaseSync>()
  const originals: Texts = new Map()

  /** Somebody who came with this payload, and what was done since. */
  function put(
    caseId: string,
    { digest, text, content, findings = noFindings }: Put,
    steps: readonly ReviewStep[],
  ): void {
    const trail = aTrail(steps, 1, caseId)
    const standing = caseOf(trail)
    if (!standing.ok) throw new Error(standing.error.code)
    trails.set(caseId, trail)
    rows.set(caseId, { ...caseRowOf(standing.value, content, findings), key: caseId })
    texts.set(digest, text)
  }

  let hear: (changed: readonly ListedCase[]) => void = () => undefined
  const storage = {
    rows: () => Promise.resolve(ok([...rows.values()])),
    trail: (caseId: string) => Promise.resolve(ok(trails.get(caseId) ?? [])),
    text: (digest: string) => Promise.resolve(ok(texts.get(digest))),
    original: (digest: string) => Promise.resolve(ok(originals.get(digest) ?? texts.get(digest))),
    append(changes: readonly CaseChange[]) {
      const written = changes.map(({ events, row, texts: kept }) => {
        trails.set(row.caseId, [...(trails.get(row.caseId) ?? []), ...events])
        for (const each of kept) if ('text' in each) texts.set(each.digest, each.text)
        const line = { ...row, key: row.caseId }
        rows.set(row.caseId, line)
        return line
      })
      return Promise.resolve(ok(written))
    },
    async *trails(caseIds: Iterable<string>) {
      for (const caseId of caseIds) yield Promise.resolve(ok({ caseId, events: trails.get(caseId) ?? [] }))
    },
    async *texts(digests: Iterable<string>) {
      for (const digest of digests) yield Promise.resolve({ digest, text: texts.get(digest) ?? '' })
    },
    packs: () => Promise.resolve(ok([])),
    synced: () =>
      Promise.resolve(ok(Array.from(rows.values(), (row) => ({ row, sync: synced.get(row.caseId) ?? notSynced })))),
    onChange: (listener: (changed: readonly ListedCase[]) => void) => void (hear = listener),
    close: () => undefined,
  }

  /** What another tab writes of these people. */
  function change(caseId: string, changes: Partial<ListedCase>): void {
    const row = rows.get(caseId)
    if (!row) return
    rows.set(caseId, { ...row, ...changes })
    hear([{ ...row, ...changes }])
  }
  return { change, synced, put, storage, trails, rows, texts, originals }
}

/** A payload that is put into the store as it is. */
interface Put {
  readonly digest: string
  readonly text: string
  readonly content: SubmissionContent
  readonly findings?: Findings
}

/** The stores of a unit that is unlocked, over these cases; what else the page needs of the platform is given. */
export async function memoryUnit(
  cases: ReturnType<typeof memoryCases>,
  { desk = {}, platform = {} }: { readonly desk?: object; readonly platform?: object } = {},
): Promise<Pinia> {
  const units = {
    onUsersChange: () => undefined,
    get: () => Promise.resolve(ok({ unit: aUnit, keys: { signing: unitKey, opening: unitKey } })),
    users: () => Promise.resolve(ok(['黄采集'])),
    lockOf: () => Promise.resolve(ok({ id: '黄采集' })),
  }
  const unitDesk = {
    units,
    unlockVault: () => Promise.resolve(ok({})),
    // Opened again they are others: so whoever holds those from before the lock is told apart.
    openCases: (): object => Object.create(cases.storage),
    openReceiving: () => ({}),
    openKept: () => ({
      list: () => Promise.resolve(ok([])),
      survey: () => Promise.resolve(ok({ fitting: [], unread: [] })),
    }),
    openSync: () => ({}),
    markAlone: (_options: LockOptions, work: (isMine: boolean) => Promise<unknown>) => work(true),
    loadNameSpeller: () => Promise.resolve(() => []),
    ...desk,
  }
  const clock = { now: () => 1_780_000_000_000, today: () => '2026-11-28' }
  const pinia = await pageStores({ unitDesk: () => Promise.resolve(unitDesk), clock, ...platform })
  await useUnitStore(pinia).unlock('黄采集', '')
  await useUnitStore(pinia).load()
  await useCaseListStore(pinia).load()
  return pinia
}
