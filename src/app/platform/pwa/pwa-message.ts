/** What a page asks of the service worker: take over now, or drop the files of earlier builds. */
export interface PwaMessage {
  readonly type: 'SKIP_WAITING' | 'TIDY'
}

/** Whether something that arrived is such a request. */
export function isPwaMessage(value: unknown): value is PwaMessage {
  if (typeof value !== 'object' || value === null || !('type' in value)) return false
  return value.type === 'SKIP_WAITING' || value.type === 'TIDY'
}
