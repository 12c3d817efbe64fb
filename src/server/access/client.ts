import type { Context } from 'hono'

/** Who asks, as far as the socket tells. */
export interface Client {
  readonly address: string
  /** Whether the person's own browser speaks https. */
  readonly isSecure: boolean
}

interface SocketLike {
  readonly remoteAddress?: string | undefined
  readonly encrypted?: boolean | undefined
}

function socketOf(env: unknown): SocketLike | undefined {
  if (typeof env !== 'object' || env === null || !('incoming' in env)) return undefined
  const { incoming } = env
  if (typeof incoming !== 'object' || incoming === null || !('socket' in incoming)) return undefined
  return typeof incoming.socket === 'object' && incoming.socket !== null ? incoming.socket : undefined
}

/** Who asks. */
export function clientOf(context: Context): Client {
  const socket = socketOf(context.env)
  return { address: socket?.remoteAddress ?? '', isSecure: socket?.encrypted === true }
}
