import type { Exchange } from '#app/platform/exchange/open-exchange.ts'
import type { OutboxEntry } from '#app/platform/storage/outbox-entry.ts'

/** Whose a submission is, as the outbox tells it now: who was put behind a lock while a server was asked is named nowhere. */
export async function nameNow(
  { outbox }: Pick<Exchange, 'outbox'>,
  { digest }: Pick<OutboxEntry, 'digest'>,
): Promise<string> {
  const listed = await outbox.list()
  const entry = listed.ok ? listed.value.find((one) => one.digest === digest) : undefined
  return entry?.personName ?? ''
}
