import type { Exchange } from '#app/platform/exchange/open-exchange.ts'
import type { OutboxEntry } from '#app/platform/storage/outbox-entry.ts'
import type { SyncLine } from '#app/platform/sync-client/sync-log.ts'
import type { DeliveryReceipt } from '#core/sync/delivery.ts'
import { type OutboxEvent, receiptOf } from '#core/sync/outbox.ts'

// What the unit will not change any more is not asked for again.
const settled: ReadonlySet<string> = new Set(['passed', 'reported', 'replaced', 'erased'])
/** So many of the newest are asked for each time, and so many of the others in turn: many people may share a computer. */
const [newestAsked, othersAsked] = [10, 10]

function serverReceipt({ state }: OutboxEntry): DeliveryReceipt | undefined {
  const receipt = receiptOf(state)
  return receipt?.by === 'server' ? receipt : undefined
}

const isOpen = (entry: OutboxEntry): boolean => !settled.has(serverReceipt(entry)?.standing?.state ?? '')

interface Asking {
  readonly exchange: Exchange
  readonly now: number
  readonly happen: (digest: string, event: OutboxEvent) => Promise<void>
}

/** Whether the server no longer has what it gave this device a receipt for. */
const isLost = async (receipt: DeliveryReceipt, { code }: { readonly code: string }, { exchange }: Asking) =>
  code === 'SERVER_ADDRESS_UNKNOWN' && (await exchange.server.isOfThisDevice(receipt.text ?? ''))

/** Asks where one submission stands, and writes down what has moved; false when there was no answer. */
async function askStanding(entry: OutboxEntry, receipt: DeliveryReceipt, asking: Asking): Promise<boolean> {
  const { server, log, tasks } = asking.exchange
  const { digest, draftId, personName, revision, taskId = '' } = entry
  const kept = await tasks.get(taskId)
  if (!kept.ok || !kept.value) return kept.ok
  const task = kept.value.task.content
  // What lies with another server, or one of before with another key, is no question to this one.
  if (!(await server.isNamedBy(task))) return true
  const status = await server.statusOf(task, digest)
  const tell = async (line: Pick<SyncLine, 'kind' | 'standing'>): Promise<void> =>
    log.append({ at: asking.now, personName, revision, ...line }, { draftId })
  if (!status.ok) {
    const isGone = await isLost(receipt, status.error, asking)
    if (isGone) await asking.happen(digest, { kind: 'lost' })
    if (isGone) await tell({ kind: 'lost' })
    return isGone || status.error.code === 'SERVER_ADDRESS_UNKNOWN'
  }
  const { state, at, replacedBy } = status.value
  if (state === receipt.standing?.state) return true
  await asking.happen(digest, { kind: 'told', standing: { state, at, ...(replacedBy && { replacedBy }) } })
  await tell({ kind: 'told', standing: state })
  return true
}

/** The newest, and a part of the others: which one, the clock says, so that each comes round whenever the app is used. */
function someOf(entries: readonly OutboxEntry[], now: number): readonly OutboxEntry[] {
  const [newest, others] = [entries.slice(0, newestAsked), entries.slice(newestAsked)]
  const from = others.length > 0 ? Math.floor(now / 1000) % others.length : 0
  return [...newest, ...[...others.slice(from), ...others.slice(0, from)].slice(0, othersAsked)]
}

/**
 * Asks where submissions stand that a server gave a receipt for. A server that was restored from an older backup is asked for
 * all of them, also those that were done with: what it has lost is sent again.
 */
export async function askStandings(entries: readonly OutboxEntry[], asking: Asking): Promise<void> {
  const { server } = asking.exchange
  const isDoubted = await server.isDoubted()
  const delivered = entries.filter((entry) => serverReceipt(entry) && (isDoubted || isOpen(entry)))
  let isAnswered = true
  for (const entry of isDoubted ? delivered : someOf(delivered, asking.now)) {
    const receipt = serverReceipt(entry)
    if (receipt && !(await askStanding(entry, receipt, asking))) isAnswered = false
  }
  if (isDoubted && isAnswered) await server.believe()
}
