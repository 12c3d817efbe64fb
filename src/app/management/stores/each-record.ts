import type { CaseStorage, ListedCase } from '#app/platform/storage/case-storage.ts'
import type { PersonRecord } from '#core/record/record.ts'
import { contentOf } from '#core/submission/content-of.ts'

const atOnce = 200

/** A person with the record that counts. */
export interface PersonOnList {
  readonly row: ListedCase
  readonly record: PersonRecord
}

/** The records that count, a few hundred at a time, so that the screen stays alive. */
export async function* eachRecord(
  cases: CaseStorage,
  rows: readonly ListedCase[],
): AsyncGenerator<readonly PersonOnList[], void> {
  for (let at = 0; at < rows.length; at += atOnce) {
    const texts = await Promise.all(
      rows.slice(at, at + atOnce).map(async (row) => ({ row, text: await cases.text(row.standing) })),
    )
    yield texts.flatMap(({ row, text }) =>
      text.ok && text.value !== undefined ? [{ row, record: contentOf(text.value).record }] : [],
    )
    // A breath for what the person does meanwhile.
    await new Promise((resolve) => setTimeout(resolve))
  }
}
