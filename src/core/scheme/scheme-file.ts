import * as v from 'valibot'
import { fail, ok, type Result } from '#core/errors/result.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { readSignedFile, type SignedFileError } from '#core/signed/read-signed-file.ts'
import { signFile } from '#core/signed/sign-file.ts'
import type { SignedFileKind } from '#core/signed/signed-file.ts'
import type { SigningKey } from '#core/submission/submission.ts'
import type { SchemeBundle } from './bundle.ts'
import { type BundleError, parseBundle } from './parse-bundle.ts'
import { isNewerVersion } from './scheme-version.ts'

const contentSchema = v.strictObject({
  publisher: v.pipe(v.string(), v.minLength(1), v.maxLength(60)),
  publishedAt: v.pipe(v.string(), v.isoTimestamp()),
  /** Read as a bundle from outside once the signature holds. */
  bundle: v.record(v.string(), v.unknown()),
})

type Content = v.InferOutput<typeof contentSchema>

/** 方案更新 `.scheme`: a bundle signed by whoever publishes it. */
export const schemeFileKind: SignedFileKind<Content> = {
  name: 'scheme',
  caibao: 'scheme/1',
  typ: 'caibao-scheme+jws',
  note: '这是采集方案更新，请用采报打开：核对发布者指纹后装入；请不要改动。',
  // A condition may nest forty deep, and stands in a rule in a list in a bundle.
  limits: { sizeBytes: 12 * 1_048_576, depth: 64 },
  schema: contentSchema,
}

/** A scheme whose signature holds and which is whole. */
export interface SchemeUpdate {
  readonly bundle: SchemeBundle
  readonly publisher: string
  readonly publishedAt: string
  /** RFC 7638 thumbprint of the publisher's key. */
  readonly signer: string
  /** The file, byte for byte. */
  readonly text: string
}

/** Why an update is not taken. */
export type SchemeFileError =
  | SignedFileError
  | BundleError
  | AppError<'SCHEME_FOREIGN' | 'SCHEME_NOT_NEWER' | 'SCHEME_SIGNER_CHANGED'>

/** Signs a bundle for others to install. */
export function publishScheme(
  bundle: SchemeBundle,
  { publisher, publishedAt }: Pick<Content, 'publisher' | 'publishedAt'>,
  key: SigningKey,
): Promise<string> {
  return signFile(schemeFileKind, { publisher, publishedAt, bundle: { ...bundle } }, key)
}

/** Reads and verifies a `.scheme` file. */
export async function readSchemeFile(text: string): Promise<Result<SchemeUpdate, SignedFileError | BundleError>> {
  const file = await readSignedFile(text, schemeFileKind)
  if (!file.ok) return file
  const { publisher, publishedAt, bundle: json } = file.value.content
  const bundle = await parseBundle(json)
  if (!bundle.ok) return bundle
  return ok({ bundle: bundle.value, publisher, publishedAt, signer: file.value.signer, text })
}

/** What is in use, and who published it; the one that came with the app has no signer. */
interface InUse {
  readonly id: string
  readonly version: string
  readonly signer?: string | undefined
}

/** Whether the update may take the place of what is in use: the same scheme, newer, by the same publisher. */
export function judgeUpdate({ bundle, signer }: SchemeUpdate, inUse: InUse): Result<void, SchemeFileError> {
  const { id, version } = bundle.manifest
  if (id !== inUse.id) return fail('SCHEME_FOREIGN', { found: id })
  if (inUse.signer !== undefined && inUse.signer !== signer) return fail('SCHEME_SIGNER_CHANGED', {})
  if (!isNewerVersion(version, inUse.version)) return fail('SCHEME_NOT_NEWER', { found: version, ours: inUse.version })
  return ok(undefined)
}
