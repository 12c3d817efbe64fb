import type { Exchange } from '#app/platform/exchange/open-exchange.ts'
import { type DraftStorage, handedOverText } from '#app/platform/storage/draft-storage.ts'
import type { OutboxEntry } from '#app/platform/storage/outbox-entry.ts'
import { fail } from '#core/errors/result.ts'
import { fileKindOf } from '#core/submission/file-kind.ts'
import type { DeliveryResult } from '#core/sync/delivery.ts'

interface Way {
  readonly exchange: Exchange
  readonly storage: DraftStorage
  readonly now: number
}

/** The file of an entry; of a locked record it lies behind the lock. */
async function fileOf({ text, digest }: OutboxEntry, storage: DraftStorage): Promise<string | undefined> {
  if (text !== '') return text
  const stored = await storage.getSubmission(digest)
  return stored.ok && stored.value ? handedOverText(stored.value) : undefined
}

async function attempt(entry: OutboxEntry, { exchange, storage }: Way): Promise<DeliveryResult> {
  const accepted = entry.taskId === undefined ? undefined : await exchange.tasks.get(entry.taskId)
  // Not the same as to have no task, which would hold the file until the person does something.
  if (accepted?.ok === false) return { kind: 'retry', error: accepted.error }
  const text = await fileOf(entry, storage)
  // Tried again by itself once the record is unlocked.
  if (text === undefined) return { kind: 'retry', error: fail('DRAFT_LOCKED', {}).error }
  const kind = fileKindOf(text)
  const { digest, revision, recordId, previous } = entry
  const task = accepted?.value?.task.content
  const isSealed = kind.ok && kind.value === 'sealedSubmission'
  return exchange.server.send({ digest, text, isSealed, revision, recordId, previous, task })
}

/** Makes one attempt to deliver, and writes it into the sync log when there is a server to speak of. */
export async function deliverEntry(entry: OutboxEntry, way: Way): Promise<DeliveryResult> {
  const result = await attempt(entry, way)
  const isOfServer = result.kind === 'receipt' || !result.error.code.startsWith('DELIVERY_NO_SERVER')
  if (!isOfServer) return result
  const { draftId, personName, revision } = entry
  const kind = result.kind === 'receipt' ? 'delivered' : result.kind
  const error = result.kind === 'receipt' ? {} : { error: result.error }
  await way.exchange.log.append({ at: way.now, kind, personName, revision, ...error }, { draftId })
  return result
}
