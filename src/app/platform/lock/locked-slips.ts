import type { CaibaoDatabase, StoredRow } from '#app/platform/storage/caibao-database.ts'
import * as v from 'valibot'
import { openJson, sealedSchema, sealJson } from './draft-lock.ts'

const textSchema = v.looseObject({ id: v.string(), text: v.string() })
const behindLock = v.looseObject({ id: v.string(), behindLock: sealedSchema })
const nameOf = (id: string): string => `return slip ${id}`

/** A return slip of a locked record as it may lie in the database: what the unit wrote is behind the lock. */
export async function sealSlip(key: CryptoKey, row: StoredRow): Promise<StoredRow> {
  const slip = v.safeParse(textSchema, row)
  if (!slip.success || slip.output.text === '') return row
  return { ...row, text: '', behindLock: await sealJson(key, nameOf(slip.output.id), slip.output.text) }
}

/** The return slip as it was before it was sealed; as it lies there when this key does not open it. */
export async function openSlip(key: CryptoKey, row: StoredRow): Promise<StoredRow> {
  const slip = v.safeParse(behindLock, row)
  const text = slip.success ? await openJson(key, nameOf(slip.output.id), slip.output.behindLock) : undefined
  if (typeof text !== 'string') return row
  const { behindLock: _sealed, ...rest } = row
  return { ...rest, text }
}

/** Seals what lies open of a record that is locked: slips that came before slips were sealed. */
export async function sealOpenSlips(
  returnSlips: CaibaoDatabase['returnSlips'],
  draftId: string,
  key: CryptoKey,
): Promise<void> {
  const rows = await returnSlips.where('draftId').equals(draftId).toArray()
  for (const row of rows.filter(({ text }) => text !== '')) {
    const { behindLock: sealed } = await sealSlip(key, row)
    // Answers given meanwhile stay.
    if (sealed !== undefined) await returnSlips.update(String(row['id']), { text: '', behindLock: sealed })
  }
}
