import type { IncomingMessage } from 'node:http'
import type { Context } from 'hono'
import { fail, ok, type Result } from '#core/errors/result.ts'

const isIncoming = (value: unknown): value is IncomingMessage =>
  typeof value === 'object' && value !== null && 'on' in value && 'headers' in value

function incomingOf({ env }: Context): IncomingMessage | undefined {
  // A test asks without a socket.
  const around: unknown = env
  if (typeof around !== 'object' || around === null || !('incoming' in around)) return undefined
  return isIncoming(around.incoming) ? around.incoming : undefined
}

/** Counts while it reads: a body without a length, or with a false one, ends at the limit too. */
function readLimited(incoming: IncomingMessage, limitBytes: number): Promise<Uint8Array | 'tooLarge' | 'cut'> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    let size = 0
    incoming.on('data', (chunk: Buffer) => {
      size += chunk.byteLength
      if (size <= limitBytes) chunks.push(chunk)
      else {
        incoming.pause()
        resolve('tooLarge')
      }
    })
    incoming.once('end', () => resolve(Buffer.concat(chunks)))
    incoming.once('close', () => resolve('cut'))
    incoming.once('error', () => resolve('cut'))
  })
}

/** The body of a request, bounded before it is held. Nothing is ever inflated: a compressed body is refused. */
export async function readBodyBytes(context: Context, limitBytes: number): Promise<Result<Uint8Array>> {
  const { req } = context
  const tooLarge = (sizeBytes: number): Result<Uint8Array> => {
    context.header('Connection', 'close')
    return fail('FILE_TOO_LARGE', { sizeBytes, limitBytes })
  }
  const encoding = req.header('Content-Encoding') ?? 'identity'
  if (encoding.toLowerCase() !== 'identity') return fail('SERVER_REQUEST_BAD', { where: 'Content-Encoding' })
  const declared = Number(req.header('Content-Length') ?? 0)
  if (declared > limitBytes) return tooLarge(declared)
  const incoming = incomingOf(context)
  if (!incoming) {
    const bytes = new Uint8Array(await req.arrayBuffer())
    return bytes.byteLength > limitBytes ? tooLarge(bytes.byteLength) : ok(bytes)
  }
  const read = await readLimited(incoming, limitBytes)
  if (read === 'tooLarge') return tooLarge(limitBytes + 1)
  return read === 'cut' ? fail('SERVER_REQUEST_BAD', { where: 'body' }) : ok(read)
}
