import { toJsonSchema } from '@valibot/to-json-schema'
import { type Access, apiBase, type Endpoint } from '#core/sync/endpoint.ts'
import { csrfHeader } from '#core/sync/staff-session.ts'
import { errorAnswerSchema } from '#core/sync/wire.ts'

type JsonSchema = ReturnType<typeof toJsonSchema>
type Schema = Endpoint['answer']

/** One parameter of an operation. */
export interface OpenApiParameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'header'
  readonly required: boolean
  readonly schema: JsonSchema
}

/** One operation: what is asked, of whom, and what comes back. */
export interface OpenApiOperation {
  readonly operationId: string
  readonly summary: string
  readonly security: readonly Readonly<Record<string, readonly never[]>>[]
  readonly parameters: readonly OpenApiParameter[]
  readonly requestBody?: {
    readonly required: true
    readonly content: Readonly<Record<string, { readonly schema: JsonSchema }>>
  }
  readonly responses: Readonly<Record<string, unknown>>
  /** Roles of staff that may call it. */
  readonly 'x-roles'?: readonly string[]
}

/** The interface as an OpenAPI 3.1 document. */
export interface OpenApiDocument {
  readonly openapi: '3.1.0'
  readonly info: { readonly title: string; readonly version: string; readonly description: string }
  readonly servers: readonly [{ readonly url: string }]
  readonly paths: Readonly<Record<string, Readonly<Record<string, OpenApiOperation>>>>
  readonly components: Readonly<Record<string, unknown>>
}

/** What a schema asks for as JSON Schema; checks that have no word there are left to the server. */
const jsonSchemaOf = (schema: Schema): JsonSchema => {
  const { $schema: _dialect, ...rest } = toJsonSchema(schema, { errorMode: 'ignore', typeMode: 'input' })
  return rest
}

const securityNameOf = (access: Access): string | undefined => {
  if (access === 'public') return undefined
  return typeof access === 'string' ? access : 'staff'
}

function parametersOf(schema: Schema | undefined, place: 'path' | 'query'): OpenApiParameter[] {
  if (!schema) return []
  const { properties = {}, required = [] } = jsonSchemaOf(schema)
  return Object.entries(properties).flatMap(([name, property]) =>
    typeof property === 'boolean'
      ? []
      : [{ name, in: place, required: place === 'path' || required.includes(name), schema: property }],
  )
}

const csrfParameter: OpenApiParameter = { name: csrfHeader, in: 'header', required: true, schema: { type: 'string' } }

const contentTypes = { json: 'application/json', text: 'text/plain', bytes: 'application/octet-stream' } as const

const contentOf = (schema: Schema, type: 'json' | 'text' | 'bytes' = 'json') => ({
  [contentTypes[type]]: {
    schema: type === 'bytes' ? { type: 'string' as const, format: 'binary' } : jsonSchemaOf(schema),
  },
})

function operationOf(operationId: string, endpoint: Endpoint): OpenApiOperation {
  const { access, summary, method, params, query, body, bodyType, answer, answerType } = endpoint
  const security = securityNameOf(access)
  const isChange = typeof access === 'object' && method !== 'GET'
  return {
    operationId,
    summary,
    security: security === undefined ? [] : [{ [security]: [] }],
    ...(typeof access === 'object' && { 'x-roles': access.staff }),
    parameters: [
      ...parametersOf(params, 'path'),
      ...parametersOf(query, 'query'),
      ...(isChange ? [csrfParameter] : []),
    ],
    ...(body && { requestBody: { required: true, content: contentOf(body, bodyType) } }),
    responses: {
      '200': { description: '成功', content: contentOf(answer, answerType) },
      default: {
        description: '错误：代码和它的参数，没有现成的句子',
        content: { 'application/json': { schema: errorRef } },
      },
    },
  }
}

const errorRef = { $ref: '#/components/schemas/Error' }

const components = {
  schemas: { Error: jsonSchemaOf(errorAnswerSchema) },
  securitySchemes: {
    task: { type: 'http', scheme: 'bearer', description: '采集任务里的令牌' },
    device: { type: 'apiKey', in: 'header', name: 'Caibao-Request', description: '设备密钥签名的请求' },
    staff: { type: 'apiKey', in: 'cookie', name: 'caibao-session', description: '工作人员的会话' },
  },
}

/** The interface as OpenAPI 3.1, made from the very schemas that check requests. */
export function openApiDocument(endpoints: Readonly<Record<string, Endpoint>>, version: string): OpenApiDocument {
  const paths: Record<string, Record<string, OpenApiOperation>> = {}
  for (const [name, endpoint] of Object.entries(endpoints)) {
    const path = endpoint.path.replaceAll(/:(\w+)/g, '{$1}')
    const operations = (paths[path] ??= {})
    operations[endpoint.method.toLowerCase()] = operationOf(name, endpoint)
  }
  return {
    openapi: '3.1.0',
    info: {
      title: '采报 Caibao /api/v1',
      version,
      description: '报送、审核、上报的接口。错误只有代码；句子由应用说。',
    },
    servers: [{ url: apiBase }],
    paths,
    components,
  }
}
