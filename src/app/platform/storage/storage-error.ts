import type { AppError } from '#core/errors/error-code.ts'

/** Why the browser's storage did not do what was asked. */
export type StorageError = AppError<
  | 'STORAGE_UNAVAILABLE'
  | 'STORAGE_READ_FAILED'
  | 'STORAGE_WRITE_FAILED'
  | 'STORAGE_FULL'
  | 'STORAGE_NEWER_VERSION'
  | 'STORAGE_BLOCKED'
>

const unavailableNames: ReadonlySet<string> = new Set(['MissingAPIError', 'SecurityError', 'OpenFailedError'])

const lostConnectionNames: ReadonlySet<string> = new Set(['UnknownError', 'InvalidStateError', 'DatabaseClosedError'])

function memberOf(thrown: unknown, key: string): unknown {
  return typeof thrown === 'object' && thrown !== null ? Reflect.get(thrown, key) : undefined
}

// Dexie wraps the browser's error, sometimes twice: an aborted transaction names the full disk inside.
function namesOf(thrown: unknown, depth = 0): readonly string[] {
  if (thrown === undefined || thrown === null || depth > 4) return []
  const name = memberOf(thrown, 'name')
  return [...(typeof name === 'string' ? [name] : []), ...namesOf(memberOf(thrown, 'inner'), depth + 1)]
}

/** The first line of what was thrown, for the telephone. */
function reasonOf(thrown: unknown): string {
  const message = memberOf(thrown, 'message')
  const text = typeof message === 'string' && message !== '' ? message : String(thrown)
  return (text.split('\n')[0] ?? '').slice(0, 120)
}

/** The error a person reads for something the storage threw. */
export function storageErrorOf(thrown: unknown, doing: 'read' | 'write'): StorageError {
  const names = namesOf(thrown)
  const params = { reason: reasonOf(thrown) }
  if (names.includes('QuotaExceededError')) return { code: 'STORAGE_FULL', params }
  if (names.includes('VersionError')) return { code: 'STORAGE_NEWER_VERSION', params: {} }
  if (names.some((name) => unavailableNames.has(name))) return { code: 'STORAGE_UNAVAILABLE', params }
  return { code: doing === 'read' ? 'STORAGE_READ_FAILED' : 'STORAGE_WRITE_FAILED', params }
}

/** Whether the connection to the database was lost, as WebKit's is when the device wakes: worth opening it again. */
export const isConnectionLost = (thrown: unknown): boolean =>
  namesOf(thrown).some((name) => lostConnectionNames.has(name)) || reasonOf(thrown).includes('server lost')
