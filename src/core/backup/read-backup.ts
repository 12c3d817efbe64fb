import { base64url, calculateJwkThumbprint, flattenedDecrypt, flattenedVerify, importJWK } from 'jose'
import * as v from 'valibot'
import type { AppError } from '#core/errors/error-code.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import { decodeText, readJson, type ReadJsonError } from '#core/record/read-json.ts'
import { readSubmission } from '#core/submission/read-submission.ts'
import { base64urlSchema as part } from '#core/signed/base64url.ts'
import { publicJwkSchema } from '#core/submission/submission.ts'
import { type BackupContent, backupContentSchema, backupKind, backupLimits, passphraseRounds } from './backup.ts'
import { passphraseBytes, sealedDigest } from './write-backup.ts'

/** Why a `.bak` file is refused; nothing of a refused file is taken over. */
export type BackupError =
  | ReadJsonError
  | AppError<
      | 'BACKUP_NOT_ONE'
      | 'BACKUP_VERSION_NEWER'
      | 'BACKUP_DAMAGED'
      | 'BACKUP_ALGORITHM_REFUSED'
      | 'BACKUP_PASSPHRASE_WRONG'
    >

const outer = { caibao: v.string(), note: v.exactOptional(v.string()), protected: part }
const sealedSchema = v.strictObject({
  ...outer,
  encrypted_key: part,
  iv: part,
  ciphertext: part,
  tag: part,
  sha256: v.string(),
})
const signedSchema = v.strictObject({ ...outer, payload: part, signature: part })
const sealedHeaderSchema = v.strictObject({
  alg: v.literal('PBES2-HS512+A256KW'),
  enc: v.literal('A256GCM'),
  typ: v.literal('caibao-backup+jwe'),
  p2c: v.pipe(v.number(), v.integer(), v.minValue(passphraseRounds.least), v.maxValue(passphraseRounds.most)),
  p2s: v.pipe(part, v.minLength(11), v.maxLength(128)),
})
const signedHeaderSchema = v.strictObject({
  alg: v.literal('ES256'),
  typ: v.literal('caibao-backup+jws'),
  jwk: publicJwkSchema,
  kid: part,
})

/** A `.bak` file that is whole on the outside; a sealed one still needs its passphrase. */
export type BackupFile =
  | { readonly kind: 'sealed'; readonly parts: v.InferOutput<typeof sealedSchema> }
  | { readonly kind: 'signed'; readonly parts: v.InferOutput<typeof signedSchema> }

const damaged = (where: string): Result<never, BackupError> => fail('BACKUP_DAMAGED', { where })

function readHeader(text: string): Result<unknown, BackupError> {
  try {
    const decoded = decodeText(base64url.decode(text), backupLimits)
    return decoded.ok ? readJson(decoded.value, backupLimits) : decoded
  } catch {
    return damaged('protected')
  }
}

function pinned<S extends v.GenericSchema>(schema: S, text: string): Result<v.InferOutput<S>, BackupError> {
  const json = readHeader(text)
  if (!json.ok) return json
  const header = v.safeParse(schema, json.value)
  if (header.success) return ok(header.output)
  const [issue] = header.issues
  const found = `${v.getDotPath(issue) ?? ''} ${issue.received}`.slice(0, 60)
  return fail('BACKUP_ALGORITHM_REFUSED', { found })
}

async function inspectSealed(json: unknown): Promise<Result<BackupFile, BackupError>> {
  const sealed = v.safeParse(sealedSchema, json)
  if (!sealed.success) return damaged(v.getDotPath(sealed.issues[0]) ?? '外层')
  const header = pinned(sealedHeaderSchema, sealed.output.protected)
  if (!header.ok) return header
  if ((await sealedDigest(sealed.output)) !== sealed.output.sha256) return damaged('sha256')
  return ok({ kind: 'sealed', parts: sealed.output })
}

/** Looks at a file without opening it: bounds, kind, version, algorithms, and whether it is whole. */
export async function inspectBackup(text: string): Promise<Result<BackupFile, BackupError>> {
  const json = readJson(text, backupLimits)
  if (!json.ok) return json
  const kind = v.safeParse(v.looseObject({ caibao: v.string() }), json.value)
  if (!kind.success || !kind.output.caibao.startsWith('backup/')) return fail('BACKUP_NOT_ONE', {})
  const { caibao } = kind.output
  if (caibao !== backupKind) return fail('BACKUP_VERSION_NEWER', { found: caibao.slice(0, 40) })
  if (!('payload' in kind.output)) return inspectSealed(json.value)
  const signed = v.safeParse(signedSchema, json.value)
  if (!signed.success) return damaged(v.getDotPath(signed.issues[0]) ?? '外层')
  const header = pinned(signedHeaderSchema, signed.output.protected)
  return header.ok ? ok({ kind: 'signed', parts: signed.output }) : header
}

async function plainBytes(file: BackupFile, passphrase: string): Promise<Result<Uint8Array, BackupError>> {
  if (file.kind === 'sealed') {
    const { caibao: _kind, note: _note, sha256: _digest, ...jwe } = file.parts
    try {
      const opened = await flattenedDecrypt(jwe, passphraseBytes(passphrase), {
        keyManagementAlgorithms: ['PBES2-HS512+A256KW'],
        contentEncryptionAlgorithms: ['A256GCM'],
        maxPBES2Count: passphraseRounds.most,
      })
      return ok(opened.plaintext)
    } catch {
      // The file is whole (its SHA-256 holds), so the passphrase is the likely reason.
      return fail('BACKUP_PASSPHRASE_WRONG', {})
    }
  }
  const header = pinned(signedHeaderSchema, file.parts.protected)
  if (!header.ok) return header
  const { jwk, kid } = header.value
  const { payload, signature } = file.parts
  try {
    if ((await calculateJwkThumbprint(jwk, 'sha256')) !== kid) return damaged('kid')
    const key = await importJWK({ ...jwk, alg: 'ES256' })
    const jws = { payload, signature, protected: file.parts.protected }
    return ok((await flattenedVerify(jws, key, { algorithms: ['ES256'] })).payload)
  } catch {
    return damaged('signature')
  }
}

/** Every submission inside must itself be whole and be what the backup says it is. */
async function strangeSubmission(content: BackupContent): Promise<string | undefined> {
  for (const [index, { text, digest }] of content.submissions.entries()) {
    const submission = await readSubmission(text)
    if (!submission.ok || submission.value.digest !== digest) return `submissions.${index}`
  }
  return undefined
}

/** Opens an inspected file, all or nothing; the passphrase is ignored when the file is only signed. */
export async function openBackup(file: BackupFile, passphrase = ''): Promise<Result<BackupContent, BackupError>> {
  const bytes = await plainBytes(file, passphrase)
  if (!bytes.ok) return bytes
  const text = decodeText(bytes.value, backupLimits)
  if (!text.ok) return text
  const json = readJson(text.value, backupLimits)
  if (!json.ok) return json
  const content = v.safeParse(backupContentSchema, json.value)
  if (!content.success) return damaged(v.getDotPath(content.issues[0]) ?? 'content')
  if (content.output.drafts.some(({ draft }) => draft.record.id !== draft.id)) return damaged('drafts')
  const strange = await strangeSubmission(content.output)
  return strange === undefined ? ok(content.output) : damaged(strange)
}
