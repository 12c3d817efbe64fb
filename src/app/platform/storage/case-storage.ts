import * as v from 'valibot'
import { fail, ok, type Result } from '#core/errors/result.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { type CaseRow, caseRowSchema } from '#core/review/case-row.ts'
import { type ReviewEvent, reviewEventSchema } from '#core/review/review-event.ts'
import { unitSchema } from '#core/unit/unit.ts'
import { SealBroken, type Vault } from '#app/platform/unit/vault.ts'
import { type StorageError, storageErrorOf } from './storage-error.ts'
import type { UnitDatabase } from './unit-database.ts'

/** A line of the list, with the name its case goes by outside the store: it tells nothing of the person. */
export interface ListedCase extends CaseRow {
  readonly key: string
}

/** What one step or more makes of a case: the trail grows, its line follows, payloads are kept. */
export interface CaseChange {
  readonly events: readonly ReviewEvent[]
  readonly row: CaseRow
  readonly texts: readonly { readonly digest: string; readonly text: string }[]
}

const packSchema = v.object({
  digest: v.string(),
  kind: v.picklist(['received', 'reported']),
  unit: unitSchema,
  count: v.number(),
  fileName: v.string(),
  at: v.number(),
  /** Manifest as it was signed: what proofs of inclusion and later packs of changes are made from. */
  manifest: v.exactOptional(v.string()),
  /** Digest of the stamped roster that belongs to it. */
  rosterDigest: v.exactOptional(v.string()),
})

/** A pack that came from below or went up. */
export type StoredPack = v.InferOutput<typeof packSchema>

/** Why the store did not do what was asked. */
export type CaseStoreError = StorageError | AppError<'STORE_SEAL_BROKEN' | 'REVIEW_CONFLICT'>

/** The sealed store of cases. */
export interface CaseStorage {
  rows(): Promise<Result<readonly ListedCase[], CaseStoreError>>
  trail(caseId: string): Promise<Result<readonly ReviewEvent[], CaseStoreError>>
  /** A received or corrected submission, byte for byte. */
  text(digest: string): Promise<Result<string | undefined, CaseStoreError>>
  /** Appends to many cases in one transaction: all or nothing; a step somebody else wrote is a conflict. */
  append(changes: readonly CaseChange[], pack?: StoredPack): Promise<Result<readonly ListedCase[], CaseStoreError>>
  packs(): Promise<Result<readonly StoredPack[], CaseStoreError>>
}

const atOnce = 500

async function attemptSealed<T>(doing: 'read' | 'write', run: () => Promise<T>): Promise<Result<T, CaseStoreError>> {
  try {
    return ok(await run())
  } catch (thrown) {
    if (thrown instanceof SealBroken || v.isValiError(thrown)) return fail('STORE_SEAL_BROKEN', {})
    return { ok: false, error: storageErrorOf(thrown, doing) }
  }
}

const isConflict = (thrown: unknown): boolean =>
  typeof thrown === 'object' &&
  thrown !== null &&
  `${String(Reflect.get(thrown, 'name'))} ${String(Reflect.get(thrown, 'message'))}`.includes('ConstraintError')

/** Runs over a list a few hundred at a time, so that the browser's crypto queue stays short. */
async function inBatches<T, R>(items: readonly T[], run: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  for (let at = 0; at < items.length; at += atOnce) {
    results.push(...(await Promise.all(items.slice(at, at + atOnce).map(run))))
  }
  return results
}

const placeOfEvent = (caseKey: string, sequence: number): string => `event:${caseKey}:${sequence}`

/** Cases in the unit's database, every row sealed by the vault. */
export function sealedCaseStorage(database: UnitDatabase, vault: Vault): CaseStorage {
  const { cases, events, submissions, packs } = database

  async function sealChange({ events: steps, row, texts }: CaseChange) {
    const caseKey = await vault.blind(row.caseId)
    return {
      listed: { ...row, key: caseKey },
      row: { caseKey, sealed: await vault.seal(`case:${caseKey}`, row) },
      events: await Promise.all(
        steps.map(async (event) => ({
          caseKey,
          sequence: event.sequence,
          sealed: await vault.seal(placeOfEvent(caseKey, event.sequence), event),
        })),
      ),
      texts: await Promise.all(
        texts.map(async ({ digest, text }) => ({ digest, sealed: await vault.seal(`submission:${digest}`, text) })),
      ),
    }
  }

  async function write(changes: readonly CaseChange[], pack: StoredPack | undefined): Promise<readonly ListedCase[]> {
    const sealed = await inBatches(changes, sealChange)
    const sealedPack = pack && { digest: pack.digest, sealed: await vault.seal(`pack:${pack.digest}`, pack) }
    // Everything is sealed by now: a transaction does not wait for anything but the database.
    await database.transaction('rw', cases, events, submissions, packs, async () => {
      await events.bulkAdd(sealed.flatMap((change) => change.events))
      await submissions.bulkPut(sealed.flatMap((change) => change.texts))
      await cases.bulkPut(sealed.map((change) => change.row))
      if (sealedPack) await packs.put(sealedPack)
    })
    return sealed.map(({ listed }) => listed)
  }

  return {
    rows: () =>
      attemptSealed('read', async () =>
        inBatches(await cases.toArray(), async (stored) => {
          const key = v.parse(v.string(), stored['caseKey'])
          return { ...v.parse(caseRowSchema, await vault.open(`case:${key}`, stored['sealed'])), key }
        }),
      ),
    trail: (caseId) =>
      attemptSealed('read', async () => {
        const caseKey = await vault.blind(caseId)
        const stored = await events.where('[caseKey+sequence]').between([caseKey, 0], [caseKey, Infinity]).toArray()
        return inBatches(stored, async (row) => {
          const sequence = v.parse(v.number(), row['sequence'])
          return v.parse(reviewEventSchema, await vault.open(placeOfEvent(caseKey, sequence), row['sealed']))
        })
      }),
    text: (digest) =>
      attemptSealed('read', async () => {
        const stored = await submissions.get(digest)
        return stored && v.parse(v.string(), await vault.open(`submission:${digest}`, stored['sealed']))
      }),
    async append(changes, pack) {
      try {
        return ok(await write(changes, pack))
      } catch (thrown) {
        const sequence = changes[0]?.events[0]?.sequence ?? 0
        if (isConflict(thrown)) return fail('REVIEW_CONFLICT', { expected: sequence, found: sequence })
        return { ok: false, error: storageErrorOf(thrown, 'write') }
      }
    },
    packs: () =>
      attemptSealed('read', async () =>
        inBatches(await packs.toArray(), async (stored) => {
          const digest = v.parse(v.string(), stored['digest'])
          return v.parse(packSchema, await vault.open(`pack:${digest}`, stored['sealed']))
        }),
      ),
  }
}
