import type { Result } from '#core/errors/result.ts'
import type { Access, AnswerOf, Endpoint, PartOf, StaffRole } from '#core/sync/endpoint.ts'
import type { GroupCommit } from '../intake/group-commit.ts'
import type { Intake } from '../intake/intake.ts'
import type { UsedNonce } from '../store/used-nonces.ts'
import type { SignInSettings } from '../access/sign-in-settings.ts'
import type { RateLimiter } from '../limits/rate-limiter.ts'
import type { Metrics } from '../observe/metrics.ts'
import type { RequestLog } from '../observe/request-log.ts'
import type { ServerKey } from '../store/server-keys.ts'
import type { Store } from '../store/store.ts'
import type { OpenedTask, TokenRefusal } from '../store/tasks.ts'
import type { Client, TrustedProxies } from '../trusted-proxies.ts'

/** The scheme a server checks with, by name. */
export interface SchemeName {
  readonly id: string
  readonly version: string
  readonly digest: string
}

/** What every route may use. */
export interface Services {
  readonly store: Store
  readonly key: ServerKey
  readonly intake: Intake
  readonly metrics: Metrics
  readonly log: RequestLog
  /** Tells whoever runs the server what is to be put right; the same words now and then. */
  readonly warn: (text: string) => void
  /** How often an address may ask. */
  readonly rate: RateLimiter
  /** Marks a nonce as used; false when it was. */
  readonly nonces: Pick<GroupCommit<UsedNonce, boolean>, 'add'>
  /** The task a token opens now; who asks at the same time is looked up together. */
  readonly tokens: Pick<GroupCommit<string, OpenedTask | TokenRefusal>, 'add'>
  /** Compiled when it is first asked for: a start does not wait for it. */
  readonly scheme: () => Promise<SchemeName>
  readonly version: string
  /** How many bytes of return slips go in one answer. */
  readonly slipPageBytes: number
  readonly now: () => number
  readonly signIn: SignInSettings
  /** Who asks from elsewhere for `/metrics` brings this. */
  readonly metricsToken?: string | undefined
  /** Tells a program of this machine which data this server serves. */
  readonly dataMark?: string | undefined
  /** Whether the server is on its way out: it finishes, but wants no new work. */
  readonly isStopping: () => boolean
  /** Whose word about the client is believed. */
  readonly trustedProxies: TrustedProxies
  /** The address people type, where the settings say it. */
  readonly publicOrigin?: string | undefined
}

/** Who calls with a task's token: it opens one unit for uploads and nothing else. */
export interface TaskCaller {
  readonly kind: 'task'
  readonly taskId: string
  readonly orgId: string
}

/** Who calls with a signed request: the holder of a device key. */
export interface DeviceCaller {
  readonly kind: 'device'
  readonly device: string
}

/** Who calls with a session. */
export interface StaffCaller {
  readonly kind: 'staff'
  readonly accountId: string
  /** Hash of the token of the session the call came in. */
  readonly session: string
  readonly role: StaffRole
  readonly orgId: string
  /** Path of the organisation: it and everything that begins so is in scope. */
  readonly orgPath: string
}

/** Who calls, when somebody does. */
export type Caller = TaskCaller | DeviceCaller | StaffCaller

/** Who calls, by what the endpoint asks for. */
export type CallerOf<A extends Access> = A extends 'public'
  ? undefined
  : A extends 'task'
    ? TaskCaller
    : A extends 'device'
      ? DeviceCaller
      : StaffCaller

/** What stands around the checked parts of a request, and of its answer. */
export interface CallSurroundings {
  readonly header: (name: string) => string | undefined
  readonly client: Client
  readonly setCookie: (text: string) => void
}

/** A checked request. */
export interface Call<E extends Endpoint> extends CallSurroundings {
  readonly params: PartOf<E, 'params'>
  readonly query: PartOf<E, 'query'>
  readonly body: PartOf<E, 'body'>
  readonly caller: CallerOf<E['access']>
  readonly services: Services
}

/** What a route answers: the endpoint's answer, a whole response where headers are the answer, or a coded error. */
export type RouteResult<E extends Endpoint> = Result<AnswerOf<E> | Response>

interface AnyCall extends CallSurroundings {
  readonly params: unknown
  readonly query: unknown
  readonly body: unknown
  readonly caller: unknown
  readonly services: Services
}

/** An endpoint and what answers it. */
export interface Route {
  readonly endpoint: Endpoint
  readonly handle: (call: AnyCall) => Promise<Result<unknown>>
  /** Where a browser that follows a link here is sent in place of an error of this status, which no page would read. */
  readonly insteadOf?: (status: number, query: Readonly<Record<string, string>>) => string | undefined
}

/** Joins an endpoint to what answers it; the parts of the call have the endpoint's types. */
export function route<E extends Endpoint>(endpoint: E, handle: (call: Call<E>) => Promise<RouteResult<E>>): Route {
  // eslint-disable-next-line typescript/no-unsafe-type-assertion -- register-routes.ts checks each part by this endpoint
  return { endpoint, handle: handle as Route['handle'] }
}
