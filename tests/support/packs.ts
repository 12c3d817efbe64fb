import { signSubmission } from '#core/submission/sign-submission.ts'
import { writePack } from '#core/pack/write-pack.ts'
import type { SigningKey } from '#core/submission/submission.ts'
import type { Unit } from '#core/unit/unit.ts'
import { aPerson } from './people.ts'
import { aSigningKey } from './signing-keys.ts'
import { aSubmissionContent } from './submissions.ts'
import { aUnit } from './units.ts'

/** Signed submissions of so many people, each with a device key of their own. */
export async function someSubmissions(count: number): Promise<readonly { text: string; digest: string }[]> {
  return Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const person = aPerson({ id: `0f8fad5b-d9cb-469f-a165-${String(index).padStart(12, '0')}` })
      return signSubmission(aSubmissionContent({}, person), await aSigningKey())
    }),
  )
}

/** For a pack that is taken over where nobody else is at work, and nobody is moved or shut out. */
export const nobodyElse = { hold: () => Promise.resolve(), isStillAllowed: () => Promise.resolve(true) } as const

/** One text after the other, as a store gives them. */
async function* eachOf(texts: readonly string[]): AsyncGenerator<string, void> {
  yield* texts
}

interface PackOptions {
  readonly unit?: Unit
  readonly key: SigningKey
  /** What makes it a pack of changes. */
  readonly changes?: { readonly since: string; readonly withdrawn: readonly string[] }
  readonly createdAt?: string
  /** Version of the scheme its unit works with. */
  readonly version?: string
}

/** A whole pack as bytes. */
export async function aPack(
  submissions: readonly { readonly text: string; readonly digest: string }[],
  { unit = aUnit, key, changes, createdAt = '2026-11-24T03:00:00.000Z', version = '2012.1' }: PackOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  const { stream } = await writePack({
    manifest: {
      unit,
      scheme: { id: 'gx-zyjs', version },
      createdAt,
      submissions: submissions.map(({ digest }) => digest),
      ...(changes && { since: changes.since, withdrawn: [...changes.withdrawn] }),
    },
    submissions: eachOf(submissions.map(({ text }) => text)),
    key,
  })
  return new Uint8Array(await new Response(stream).arrayBuffer())
}

/** Bytes as a stream in pieces of a size that cuts lines and characters anywhere. */
export function inPieces(bytes: Uint8Array<ArrayBuffer>, size = 1000): ReadableStream<Uint8Array<ArrayBuffer>> {
  let at = 0
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) controller.close()
      else controller.enqueue(bytes.slice(at, (at += size)))
    },
  })
}
