import type { Context, Hono } from 'hono'
import * as v from 'valibot'
import { fail, ok, type Result } from '#core/errors/result.ts'
import { readJson } from '#core/record/read-json.ts'
import { apiBase, type Endpoint } from '#core/sync/endpoint.ts'
import { callerOf } from '../access/caller-of.ts'
import { callingClient, tellOfForeignProxy } from '../access/client.ts'
import { sendError } from '../error-answer.ts'
import { readBodyBytes } from '../limits/read-body.ts'
import { refuseTooOften } from '../limits/refuse-too-often.ts'
import { hasUnkeepableText } from '../limits/unkeepable-text.ts'
import { kindOfFault, type RequestFacts } from '../observe/request-log.ts'
import type { Route, Services } from './route.ts'

const defaultBodyBytes = 65_536
const bodyDepth = 24

type Part = 'params' | 'query' | 'body'

function checked(endpoint: Endpoint, part: Part, value: unknown): Result<unknown> {
  const schema = endpoint[part]
  if (!schema) return ok(undefined)
  if (part !== 'body' && hasUnkeepableText(value)) return fail('SERVER_REQUEST_BAD', { where: part })
  const parsed = v.safeParse(schema, value)
  if (parsed.success) return ok(parsed.output)
  return fail('SERVER_REQUEST_BAD', { where: [part, v.getDotPath(parsed.issues[0])].filter(Boolean).join('.') })
}

async function readBody(context: Context, endpoint: Endpoint): Promise<Result<unknown>> {
  if (!endpoint.body) return ok(undefined)
  const limitBytes = endpoint.bodyBytes ?? defaultBodyBytes
  const bytes = await readBodyBytes(context, limitBytes)
  if (!bytes.ok || endpoint.bodyType === 'bytes') return bytes
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes.value)
  } catch {
    return fail('FILE_NOT_TEXT', {})
  }
  if (endpoint.bodyType === 'text') return ok(text)
  const read = readJson(text, { sizeBytes: limitBytes, depth: bodyDepth })
  // Only an escape spells in JSON what the text itself cannot be.
  const isUnkeepable = read.ok && text.includes('\\u') && hasUnkeepableText(read.value)
  return isUnkeepable ? fail('SERVER_REQUEST_BAD', { where: 'body' }) : read
}

function send(context: Context, endpoint: Endpoint, answer: unknown): Response {
  // Cookies that were set stand beside the headers of a whole response.
  if (answer instanceof Response) return context.newResponse(answer.body, answer)
  context.header('Cache-Control', 'no-store')
  if (endpoint.answerType === 'text' && typeof answer === 'string') return context.text(answer)
  if (endpoint.answerType === 'bytes' && answer instanceof Uint8Array)
    return context.body(new Uint8Array(answer), 200, { 'Content-Type': 'application/octet-stream' })
  return context.json(answer)
}

/** Of staff a body says what to change, and may come slowly: who was shut out or moved meanwhile is no longer who began. */
const mayChangeMeanwhile = ({ access, body }: Endpoint): boolean => typeof access === 'object' && body !== undefined

/** First who calls, then what they say: nothing of a stranger's body is parsed. */
async function answerOne(context: Context, { endpoint, handle }: Route, services: Services): Promise<Response> {
  const beginner = await callerOf(context, endpoint, services)
  if (!beginner.ok) return sendError(context, beginner.error)
  const body = await readBody(context, endpoint)
  if (!body.ok) return sendError(context, body.error)
  const caller = mayChangeMeanwhile(endpoint) ? await callerOf(context, endpoint, services) : beginner
  if (!caller.ok) return sendError(context, caller.error)
  const parts = [
    checked(endpoint, 'params', context.req.param()),
    checked(endpoint, 'query', context.req.query()),
    checked(endpoint, 'body', body.value),
  ] as const
  const wrong = parts.find((part) => !part.ok)
  if (wrong && !wrong.ok) return sendError(context, wrong.error)
  const [params, query, checkedBody] = parts.map((part) => (part.ok ? part.value : undefined))
  const result = await handle({
    params,
    query,
    body: checkedBody,
    caller: caller.value,
    header: (name) => context.req.header(name),
    client: callingClient(context, services),
    setCookie: (text) => context.header('Set-Cookie', text, { append: true }),
    services,
  })
  return result.ok ? send(context, endpoint, result.value) : sendError(context, result.error)
}

/** Puts routes under `/api/v1`; whatever else is asked for under `/api` is a coded 404, and counts like them. */
export function registerRoutes(app: Hono, routes: readonly Route[], services: Services): void {
  const tellOfProxy = tellOfForeignProxy(services)
  for (const each of routes) {
    const { endpoint, insteadOf } = each
    const { method, path } = endpoint
    app.on(method, `${apiBase}${path}`, async (context) => {
      const startedAt = performance.now()
      tellOfProxy(context)
      let fault: Pick<RequestFacts, 'fault'> = {}
      const failing = (cause: unknown): Response => {
        fault = { fault: kindOfFault(cause) }
        return sendError(context, { code: 'SERVER_FAILED', params: {} })
      }
      const answer =
        refuseTooOften(context, services, 'interface') ?? (await answerOne(context, each, services).catch(failing))
      const facts = { method, path, status: answer.status, ms: performance.now() - startedAt, ...fault }
      services.metrics.request(facts)
      services.log(facts)
      const page = insteadOf?.(answer.status, context.req.query())
      return page === undefined ? answer : context.redirect(page)
    })
  }
  app.all(
    '/api/*',
    (context) =>
      refuseTooOften(context, services, 'interface') ??
      sendError(context, { code: 'SERVER_ADDRESS_UNKNOWN', params: {} }),
  )
}
