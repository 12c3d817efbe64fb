import { type AnswerOf, apiBase, type Endpoint } from '#core/sync/endpoint.ts'
import { schemeHeader } from '#core/sync/scheme-uses.ts'
import { asOther, csrfHeader, getSession, type StaffSession } from '#core/sync/staff-session.ts'
import { type Answered, readWireAnswer, refuse } from '#core/sync/wire-answer.ts'
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
  /**
   * An answer that is no success says what is to be done about it. A sign-in in another tab is followed when it is of
   * the account this page speaks for, and told when it is of another.
   */
  ask<E extends Endpoint>(endpoint: E, request?: StaffRequest): Promise<Answered<AnswerOf<E>>>
  /** Passkeys of this browser. */
  readonly passkeys: {
    readonly areHere: () => boolean
    readonly make: typeof makePasskey
    readonly use: typeof usePasskey
  }
  /**
   * Who this page speaks for from now on, by the word of the session that goes back with every request; `whenOver` is
   * told when the server knows that session no more.
   */
  speakFor(session: StaffSession, whenOver: () => void): void
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

/** Whether an answer may only mean that a sign-in in another tab made the word of this one an old one. */
const mayBeOldWord = ({ access }: Endpoint, answer: Answered<unknown>): boolean =>
  typeof access === 'object' && !answer.ok && answer.error.code === 'SERVER_FORBIDDEN'

/** Whether an answer says that whoever asked is not signed in. */
const isOver = ({ access }: Endpoint, answer: Answered<unknown>): boolean =>
  typeof access === 'object' && !answer.ok && answer.error.code === 'SERVER_SIGN_IN_NEEDED'

/** Speaks to the server this app came from. */
export function openStaffServer(schemeVersion: string, wire = sendOverWire): StaffServer {
  let session: StaffSession | undefined
  let sessionOver = (): void => undefined

  async function send<E extends Endpoint>(endpoint: E, request: StaffRequest = {}): Promise<Answered<AnswerOf<E>>> {
    const body = bodyOf(request.body)
    const answer = await wire({
      method: endpoint.method,
      path: pathOf(endpoint, request),
      headers: {
        ...(body && { 'Content-Type': body.type }),
        [csrfHeader]: session?.csrf ?? '',
        [schemeHeader]: schemeVersion,
      },
      ...(body && { body: body.content }),
      wantsBytes: endpoint.answerType === 'bytes',
    })
    return readWireAnswer<AnswerOf<E>>(answer, endpoint.answer)
  }

  async function askAs<E extends Endpoint>(
    spoken: StaffSession | undefined,
    endpoint: E,
    request?: StaffRequest,
  ): Promise<Answered<AnswerOf<E>>> {
    const answer = await send(endpoint, request)
    // What was read for one account comes too late for the page of another.
    if (spoken && session && spoken.account.id !== session.account.id && endpoint.method === 'GET')
      return refuse('needsPerson', asOther(session))
    if (!spoken || !mayBeOldWord(endpoint, answer)) return answer
    const found = await send(getSession)
    if (!found.ok) return found
    if (found.value.account.id !== spoken.account.id) return refuse('needsPerson', asOther(found.value))
    if (found.value.csrf === spoken.csrf) return answer
    session = found.value
    return send(endpoint, request)
  }

  return {
    origin: location.origin,
    passkeys: { areHere: hasPasskeys, make: makePasskey, use: usePasskey },
    speakFor(next, whenOver) {
      session = next
      sessionOver = whenOver
    },
    async ask(endpoint, request) {
      const spoken = session
      const answer = await askAs(spoken, endpoint, request)
      // A refusal of what was asked before somebody signed in anew ends nothing.
      if (session === spoken && isOver(endpoint, answer)) sessionOver()
      return answer
    },
  }
}
