import { expect, test } from 'vitest'
import type { SyncDesk } from '#app/management/stores/sync/sync-desk.ts'
import { takeLateFiles } from '#app/management/stores/sync/take-late-files.ts'
import type { AlongWith, CaseChange, ListedCase } from '#app/platform/storage/case-storage.ts'
import { ok } from '#core/errors/result.ts'
import { makePeopleIndex } from '#core/review/people-index.ts'
import { noFindings } from '#tests/support/case-rows.ts'
import { memorySync } from '#tests/support/memory-sync.ts'
import { aUnit } from '#tests/support/units.ts'
import { arrivingAs, digest } from '#tests/support/withdrawals.ts'

const error = { code: 'FILE_SCHEME_NEWER', params: { found: '2', known: '1' } }
const block = {
  id: 'block',
  digests: [digest('a'), digest('b')],
  sealed: { iv: new Uint8Array(), data: new Uint8Array() },
}

/** The workers: the text of a file is the letter of its digest. */
async function checkFiles(files: readonly Blob[]) {
  const letters = await Promise.all(files.map((file) => file.text()))
  const found = letters.map((letter) => ({
    kind: 'submission',
    checked: { arriving: arrivingAs('甲', '学校', letter), findings: noFindings },
  }))
  return ok({ files: found, block })
}

/** What is written of rows that were refused, each with the digest of what its file turns out to be. */
async function takenOf(rows: Readonly<Record<string, { readonly file: string; readonly isArrival?: boolean }>>) {
  const written: { changes: readonly CaseChange[]; along: AlongWith }[] = []
  const stored = new Map(Object.entries(rows).map(([name, row]) => [`refused:${name}`, { at: 1, error, ...row }]))
  const desk = {
    cases: { synced: async () => ok([]), trail: async () => ok([]) },
    rows: memorySync(stored).rows,
    unit: { unit: aUnit },
    reviewer: () => ({ by: '黄采集', at: 1 }),
    people: () => makePeopleIndex<ListedCase>(() => []),
    checker: async () => ok({ checkFiles }),
    async append(changes: readonly CaseChange[], _pack: undefined, along: AlongWith) {
      written.push({ changes, along })
      return ok([])
    },
    note: async () => undefined,
  }
  // eslint-disable-next-line typescript/no-unsafe-type-assertion -- only what is asked for here
  const taken = await takeLateFiles(desk as unknown as SyncDesk)
  const steps = written.flatMap(({ changes }) => changes.flatMap(({ events }) => events.map(({ step }) => step)))
  return { taken, steps, settled: written.flatMap(({ along }) => along.settled ?? []) }
}

test.each([
  ['as it was written', { '12': { file: 'a', isArrival: true }, later: { file: 'b', isArrival: false } }],
  ['of before, by its name', { '12': { file: 'a' }, [digest('b')]: { file: 'b' } }],
])('what a colleague corrected arrives from nobody: its step is read again (a row %s)', async (_of, rows) => {
  const { taken, steps, settled } = await takenOf(rows)
  expect(taken).toEqual(ok(2))
  expect(steps).toEqual([expect.objectContaining({ kind: 'received', digest: digest('a') })])
  expect(new Set(settled)).toEqual(new Set(Object.keys(rows).map((name) => `refused:${name}`)))
})
