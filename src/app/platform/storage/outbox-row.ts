import type { CaibaoDatabase, StoredRow } from './caibao-database.ts'
import type { OutboxEntry } from './outbox-entry.ts'

/** An entry as it is stored: `state` is the index, what belongs to it stands beside. */
export const outboxRowOf = ({ state, ...rest }: OutboxEntry): StoredRow => ({
  ...rest,
  state: state.name,
  standing: state,
})

/** Adds a submission to those on their way; one that is there already stays as it is. */
export async function addToOutbox(outbox: CaibaoDatabase['outbox'], entry: OutboxEntry): Promise<void> {
  if ((await outbox.get(entry.digest)) === undefined) await outbox.add(outboxRowOf(entry))
}
