import { type AnswerOf, apiBase, type Endpoint } from '#core/sync/endpoint.ts'
import { schemeHeader } from '#core/sync/scheme-uses.ts'
import { csrfHeader } from '#core/sync/staff-session.ts'
import { type Answered, readWireAnswer } from '#core/sync/wire-answer.ts'
import { hasPasskeys, makePasskey, usePasskey } from './passkeys.ts'
import { sendOverWire } from './send-over-wire.ts'

/** What one request says. */
export interface StaffRequest {
  readonly params?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string>>
  readonly body?: unknown
}

/** The server of this app, as staff speak to it: by the cookie of the session and the word against forged requests. */
export interface StaffServer {
  /** Where it is, as it stands in a task. */
  readonly origin: string
  /** An answer that is no success says what is to be done about it. */
  ask<E extends Endpoint>(endpoint: E, request?: StaffRequest): Promise<Answered<AnswerOf<E>>>
  /** Passkeys of this browser. */
  readonly passkeys: {
    readonly areHere: () => boolean
    readonly make: typeof makePasskey
    readonly use: typeof usePasskey
  }
  /** The word that goes back with every change, from the session. */
  useCsrf(csrf: string): void
}

function pathOf({ path }: Endpoint, { params = {}, query = {} }: StaffRequest): string {
  const filled = path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))
  const search = new URLSearchParams(query).toString()
  return `${apiBase}${filled}${search === '' ? '' : `?${search}`}`
}

/** How a body goes over the wire. */
function bodyOf(
  body: unknown,
): { readonly type: string; readonly content: string | Uint8Array<ArrayBuffer> } | undefined {
  if (body === undefined) return undefined
  if (body instanceof Uint8Array) return { type: 'application/octet-stream', content: new Uint8Array(body) }
  return { type: 'application/json', content: typeof body === 'string' ? body : JSON.stringify(body) }
}

/** Speaks to the server this app came from. */
export function openStaffServer(schemeVersion: string): StaffServer {
  let csrf = ''
  return {
    origin: location.origin,
    passkeys: { areHere: hasPasskeys, make: makePasskey, use: usePasskey },
    useCsrf(next) {
      csrf = next
    },
    async ask<E extends Endpoint>(endpoint: E, request: StaffRequest = {}): Promise<Answered<AnswerOf<E>>> {
      const body = bodyOf(request.body)
      const answer = await sendOverWire({
        method: endpoint.method,
        path: pathOf(endpoint, request),
        headers: { ...(body && { 'Content-Type': body.type }), [csrfHeader]: csrf, [schemeHeader]: schemeVersion },
        ...(body && { body: body.content }),
        wantsBytes: endpoint.answerType === 'bytes',
      })
      return readWireAnswer<AnswerOf<E>>(answer, endpoint.answer)
    },
  }
}
