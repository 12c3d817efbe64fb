import type { StoredPack } from '#app/platform/storage/case-change.ts'
import type { WholeCase } from '#app/platform/storage/case-storage.ts'
import type { StoreToBackUp } from '#app/platform/storage/store-backup.ts'
import { ok } from '#core/errors/result.ts'
import { caseRowOf } from '#core/review/case-row.ts'
import { caseOf } from '#core/review/review-case.ts'
import { noFindings } from './case-rows.ts'
import { arrivalOf, aTrail } from './review-events.ts'
import { aSubmissionContent } from './submissions.ts'
import { aUnit } from './units.ts'

/** Passphrase of the backups that are made here and of the one in `fixtures`. */
export const backupPassphrase = '备份口令 2026'

/** A pack that came from below, with a manifest of so many characters. */
export const aStoredPack = (letter: string, manifestLength: number): StoredPack => ({
  digest: letter.repeat(64),
  kind: 'received',
  unit: aUnit,
  count: 1,
  fileName: `${letter}.rpz`,
  at: 1_780_000_000_000,
  manifest: '"'.repeat(manifestLength),
})

/** A person who handed in once for each letter, in files of so many characters. */
export function aWholeCase(letters: string, fileLength = 20): WholeCase {
  const caseId = `name:${letters}`
  const events = aTrail(
    [...letters].map((letter, at) => arrivalOf(letter, at + 1)),
    1,
    caseId,
  )
  const standing = caseOf(events)
  if (!standing.ok) throw new Error(standing.error.code)
  const files = [...letters].map((letter, at) => {
    const file = { digest: letter.repeat(64), text: letter.repeat(fileLength) }
    return at === 0 ? Object.assign(file, { original: '密'.repeat(fileLength) }) : file
  })
  return { row: { ...caseRowOf(standing.value, aSubmissionContent(), noFindings), key: letters }, events, files }
}

/** What a store holds that is backed up here. */
export interface HeldInStore {
  readonly people: readonly WholeCase[]
  readonly packs: readonly StoredPack[]
  readonly tasks: StoreToBackUp['tasks']
  readonly kept: StoreToBackUp['kept']
}

/** A little of everything a store can hold. */
export const aLittleOfAll: HeldInStore = {
  people: [aWholeCase('ab'), aWholeCase('c')],
  packs: [aStoredPack('d', 30), aStoredPack('e', 40)],
  tasks: [{ id: 'task-1', text: '{"caibao":"task/1"}', issuedAt: 1_780_000_000_000 }],
  kept: [
    { kind: 'register', id: 'units', value: [{ name: '北流市教育局', aliases: ['北流教育局'] }] },
    { kind: 'rosterLayout', id: '常用', value: { columns: ['name', 'idNumber'] } },
  ],
}

/** Such a store as it is handed to a backup. */
export const storeWith = (
  held: HeldInStore,
  onStopped: StoreToBackUp['onStopped'] = () => undefined,
): StoreToBackUp => ({
  unit: { unit: aUnit, keyFile: '{"keys":1}' },
  cases: {
    rows: () => Promise.resolve(ok(held.people.map(({ row }) => row))),
    packs: () => Promise.resolve(ok(held.packs)),
    whole: (caseId) => Promise.resolve(ok(held.people.find(({ row }) => row.caseId === caseId))),
  },
  tasks: held.tasks,
  kept: held.kept,
  onProgress: () => undefined,
  onStopped,
})
