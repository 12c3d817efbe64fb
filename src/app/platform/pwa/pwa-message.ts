/** What a page asks of the service worker: take over now, or drop the files of earlier builds. */
export interface PwaMessage {
  readonly type: 'SKIP_WAITING' | 'TIDY'
}

/** Whether something that arrived is such a request. */
export function isPwaMessage(value: unknown): value is PwaMessage {
  if (typeof value !== 'object' || value === null || !('type' in value)) return false
  return value.type === 'SKIP_WAITING' || value.type === 'TIDY'
}

/** What the service worker tells a page when the browser says that the network is back. */
export const syncMessage = { type: 'SYNC' } as const

/** Whether something that arrived says so. */
export const isSyncMessage = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'type' in value && value.type === syncMessage.type
