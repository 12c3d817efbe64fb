import * as v from 'valibot'
import { publicJwkSchema } from '#core/submission/submission.ts'
import { endpoint } from './endpoint.ts'
import { hex64, instant, thumbprint } from './wire.ts'

/** What a server says of itself; an answer of another shape comes from something in between. */
export const serverInfoSchema = v.strictObject({
  name: v.literal('caibao'),
  api: v.literal(1),
  version: v.pipe(v.string(), v.maxLength(32)),
  /** The server's clock when it answered. */
  time: instant,
  kid: thumbprint,
  key: publicJwkSchema,
  scheme: v.strictObject({
    id: v.pipe(v.string(), v.maxLength(64)),
    version: v.pipe(v.string(), v.maxLength(32)),
    digest: hex64,
  }),
})

/** What a server says of itself. */
export type ServerInfo = v.InferOutput<typeof serverInfoSchema>

/** Who is there, what time it is, and the key it signs with. */
export const getServerInfo = endpoint({
  method: 'GET',
  path: '/server',
  access: 'public',
  summary: '服务器的版本、时间、签名公钥和采集方案版本',
  answer: serverInfoSchema,
})
