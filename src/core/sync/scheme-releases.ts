import * as v from 'valibot'
import { schemeFileKind } from '#core/scheme/scheme-file.ts'
import { endpoint } from './endpoint.ts'
import { schemeVersionSchema as version } from './scheme-uses.ts'
import { count, fileText, hex64, instant, shownLine, thumbprint } from './wire.ts'

/** A published version of the scheme, without its content. */
export const schemeReleaseSchema = v.strictObject({
  id: v.pipe(v.string(), v.maxLength(64)),
  version,
  digest: hex64,
  publisher: shownLine(60),
  signer: thumbprint,
  publishedAt: instant,
  sizeBytes: count,
})

/** A published version of the scheme. */
export type SchemeRelease = v.InferOutput<typeof schemeReleaseSchema>

/** The published versions, newest first. */
export const listSchemes = endpoint({
  method: 'GET',
  path: '/schemes',
  access: 'public',
  summary: '发布过的采集方案，最新的在前',
  answer: v.strictObject({ items: v.pipe(v.array(schemeReleaseSchema), v.maxLength(200)) }),
})

/** The signed `.scheme` file of a version. */
export const getScheme = endpoint({
  method: 'GET',
  path: '/schemes/:version',
  access: 'public',
  summary: '某一版采集方案的签名文件',
  params: v.strictObject({ version }),
  answerType: 'text',
  answer: fileText(schemeFileKind.limits.sizeBytes),
})

/** Publishes a signed scheme. */
export const publishScheme = endpoint({
  method: 'POST',
  path: '/schemes',
  access: { staff: ['admin'] },
  summary: '发布一版签名的采集方案',
  bodyType: 'text',
  bodyBytes: schemeFileKind.limits.sizeBytes,
  body: fileText(schemeFileKind.limits.sizeBytes),
  answer: schemeReleaseSchema,
})
