import type * as v from 'valibot'

/** Roles of staff: 采集员 · 审核员 · 管理员. */
export const staffRoles = ['collector', 'reviewer', 'admin'] as const

/** Role of a staff account in its own organisation and those below. */
export type StaffRole = (typeof staffRoles)[number]

/**
 * What a request must bring: nothing; a task's token (`Authorization: Bearer …`); a request signed by the device
 * (`Caibao-Request`); or the session of one of these roles.
 */
export type Access = 'public' | 'task' | 'device' | { readonly staff: readonly StaffRole[] }

type Schema = v.GenericSchema<unknown, unknown>

/** What an endpoint is, apart from its schemas. */
interface EndpointFacts {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Under `/api/v1`; a part in the address that varies is written `:name`. */
  readonly path: `/${string}`
  readonly access: Access
  /** One sentence for the interface's own page. */
  readonly summary: string
  /** What the body is, when it is not JSON. */
  readonly bodyType?: 'text' | 'bytes'
  /** What a successful answer is, when it is not JSON. */
  readonly answerType?: 'text' | 'bytes'
  /** Largest body in bytes; without a word 64 KB. */
  readonly bodyBytes?: number
}

/** One message pair of `/api/v1`: the server's routes, the app's calls and the OpenAPI page are all made from it. */
export interface Endpoint extends EndpointFacts {
  readonly params?: Schema
  readonly query?: Schema
  readonly body?: Schema
  readonly answer: Schema
}

/** What a part of a request is once it was checked; undefined when the endpoint has none. */
export type PartOf<E extends Endpoint, Part extends 'params' | 'query' | 'body'> =
  E extends Readonly<Record<Part, infer S extends Schema>> ? v.InferOutput<S> : undefined

/** What a successful request is answered with. */
export type AnswerOf<E extends Endpoint> = v.InferOutput<E['answer']>

/** Base of every address of the interface. */
export const apiBase = '/api/v1'

/** Declares an endpoint and keeps its exact types. */
export const endpoint = <const E extends Endpoint>(facts: E): E => facts
