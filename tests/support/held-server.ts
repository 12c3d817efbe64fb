import { vi } from 'vitest'

interface Asked {
  readonly what: string
  readonly about: string
  readonly settle: (answer: unknown) => void
}

interface Endpoint {
  readonly method: string
  readonly path: string
}

interface Given {
  readonly query?: { readonly orgId?: string }
}

/** A server for staff whose answers come when, and in the order in which, a test gives them. */
export function heldServer() {
  const waiting: Asked[] = []
  const ask = ({ method, path }: Endpoint, { query }: Given = {}): Promise<unknown> =>
    new Promise((settle) => waiting.push({ what: `${method} ${path}`, about: query?.orgId ?? '', settle }))

  const answers =
    (find: (fits: (each: Asked) => boolean) => number) =>
    async (what: string, about: string, result: unknown): Promise<void> => {
      const at = await vi.waitFor(() => {
        const found = find((each) => each.what === what && each.about === about)
        if (found < 0) throw new Error(`nobody asked ${what} of ${about}`)
        return found
      })
      waiting.splice(at, 1)[0]?.settle(result)
    }
  /** Answers what is asked about an organisation, as soon as it is asked. */
  const answer = answers((fits) => waiting.findIndex(fits))
  /** The same of what was asked last, where it was asked several times. */
  const answerLast = answers((fits) => waiting.findLastIndex(fits))

  /** Whether this is still to be answered. */
  const isAsked = (what: string): boolean => waiting.some((each) => each.what === what)

  return { isAsked, open: () => Promise.resolve({ ask }), answer, answerLast }
}
