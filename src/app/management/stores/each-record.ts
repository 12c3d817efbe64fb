import type { CaseStorage, ListedCase } from '#app/platform/storage/case-storage.ts'
import { RecordMissing } from '#app/platform/storage/attempt-kept.ts'
import type { PersonRecord } from '#core/record/record.ts'
import { contentOf } from '#core/submission/content-of.ts'

const atOnce = 100

/** A person with the record that counts. */
export interface PersonOnList {
  readonly row: ListedCase
  readonly record: PersonRecord
}

/**
 * The records that count, a few hundred at a time in the order they are stored, so that the screen stays alive. Throws
 * when one of them cannot be read: nobody is left out of what is made of them.
 */
export async function* eachRecord(
  cases: CaseStorage,
  rows: readonly ListedCase[],
): AsyncGenerator<readonly PersonOnList[], void> {
  const byStanding = new Map(rows.map((row) => [row.standing, row]))
  let batch: PersonOnList[] = []
  let found = 0
  for await (const { digest, text } of cases.texts(byStanding.keys())) {
    const row = byStanding.get(digest)
    if (row) batch.push({ row, record: contentOf(text).record })
    found += row ? 1 : 0
    if (batch.length < atOnce) continue
    yield batch
    batch = []
    // A breath for what the person does meanwhile.
    await new Promise((resolve) => setTimeout(resolve))
  }
  if (found < byStanding.size) throw new RecordMissing()
  if (batch.length > 0) yield batch
}
