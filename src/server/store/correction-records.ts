import { readSubmission } from '#core/submission/read-submission.ts'
import type { Writer } from './database.ts'
import type { Store } from './store.ts'

const atOnce = 50

/** Whose a correction is; empty where that cannot be told: what a sealed one holds, only its unit can tell. */
export async function recordInFile(file: string): Promise<string> {
  const read = await readSubmission(file)
  return read.ok ? read.value.content.record.id : ''
}

/** Reads some of the corrections that came before it was noted whose they are; false when there are no more. */
export async function learnSomeRecords(writer: Writer): Promise<boolean> {
  const rows = await writer
    .selectFrom('correction')
    .select(['position', 'file'])
    .where('record_id', 'is', null)
    .orderBy('position')
    .limit(atOnce)
    .execute()
  for (const { position, file } of rows)
    await writer
      .updateTable('correction')
      .set({ record_id: await recordInFile(file) })
      .where('position', '=', position)
      .execute()
  return rows.length === atOnce
}

/** Reads all of them, some at a time: before anybody is erased, so that none of it happens while the log is held for long. */
export async function learnRecords(store: Pick<Store, 'write'>): Promise<void> {
  while (await store.write(learnSomeRecords));
}
