import type { OutboxEntry } from '#app/platform/storage/outbox-entry.ts'
import type { ServerDesk } from '#app/platform/sync-client/server-desk.ts'
import { isErased } from '#core/sync/delivery.ts'

/** The delivered submissions whose receipt is of another key than the server here has now: it may not have them. */
export async function ofOtherKey(
  entries: readonly OutboxEntry[],
  server: Pick<ServerDesk, 'isOfOtherKey'>,
): Promise<ReadonlySet<string>> {
  const found = new Set<string>()
  for (const { digest, state } of entries) {
    if (state.name !== 'delivered' || isErased(state.receipt)) continue
    const { text } = state.receipt
    if (text !== undefined && (await server.isOfOtherKey(text))) found.add(digest)
  }
  return found
}
