import { base64url } from 'jose'
import * as v from 'valibot'
import type { AppError } from '#core/errors/error-code.ts'
import { fail, type Result } from '#core/errors/result.ts'
import { decodeText, readJson } from '#core/record/read-json.ts'
import { signedEnvelopeSchema } from '#core/signed/signed-file.ts'
import type { SignedFileError } from '#core/signed/read-signed-file.ts'
import { readTask } from './read-task.ts'
import { type Task, taskKind } from './task.ts'

/**
 * A task as the fragment of a link, `#task=1.…`: browsers keep a fragment to themselves, so no server learns of it.
 * After the format number: base64url of raw DEFLATE of the JSON `[protected header, payload, signature]`.
 */
const prefix = '#task=1.'
const longestFragment = 8192
const partsSchema = v.strictTuple([v.string(), v.string(), v.pipe(v.string(), v.regex(/^[\w-]+$/))])

type Bytes = Uint8Array<ArrayBuffer>

async function through(bytes: Bytes, transform: GenericTransformStream, limitBytes: number): Promise<Bytes> {
  const stream = new Blob([bytes]).stream().pipeThrough<Bytes>(transform)
  const parts: Bytes[] = []
  let sizeBytes = 0
  for (const reader = stream.getReader(); ;) {
    const { done, value } = await reader.read()
    if (done) break
    sizeBytes += value.byteLength
    if (sizeBytes > limitBytes) {
      await reader.cancel()
      throw new RangeError('larger than a task can be')
    }
    parts.push(value)
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer())
}

const innerText = (text: string): string => new TextDecoder().decode(base64url.decode(text))

/** The fragment that carries a task that was read and verified. */
export async function taskToFragment({ text }: Task): Promise<string> {
  const { payload, signatures } = v.parse(signedEnvelopeSchema, JSON.parse(text))
  const parts = signatures.flatMap((part) => [innerText(part.protected), innerText(payload), part.signature])
  const bytes = new TextEncoder().encode(JSON.stringify(parts))
  const packed = await through(bytes, new CompressionStream('deflate-raw'), taskKind.limits.sizeBytes)
  return prefix + base64url.encode(packed)
}

/** Whether the fragment of an address carries a task. */
export const isTaskFragment = (fragment: string): boolean => fragment.startsWith('#task=')

async function unpack(fragment: string): Promise<string | undefined> {
  try {
    const packed = new Uint8Array(base64url.decode(fragment.slice(prefix.length)))
    const { limits } = taskKind
    const text = decodeText(await through(packed, new DecompressionStream('deflate-raw'), limits.sizeBytes), limits)
    const json = text.ok ? readJson(text.value, limits) : text
    const parts = v.safeParse(partsSchema, json.ok ? json.value : undefined)
    if (!parts.success) return undefined
    const [header, payload, signature] = parts.output
    const { caibao, note } = taskKind
    const envelope = {
      caibao,
      note,
      payload: base64url.encode(payload),
      signatures: [{ signature, protected: base64url.encode(header) }],
    }
    return `${JSON.stringify(envelope, null, 1)}\n`
  } catch {
    return undefined
  }
}

/** Reads the task in the fragment of a link with the reader of `.task` files. */
export async function readTaskFragment(
  fragment: string,
): Promise<Result<Task, SignedFileError | AppError<'TASK_LINK_DAMAGED'>>> {
  if (!fragment.startsWith(prefix) || fragment.length > longestFragment) return fail('TASK_LINK_DAMAGED', {})
  const text = await unpack(fragment)
  return text === undefined ? fail('TASK_LINK_DAMAGED', {}) : readTask(text)
}
