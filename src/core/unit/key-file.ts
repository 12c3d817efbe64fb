import { compactDecrypt, CompactEncrypt } from 'jose'
import * as v from 'valibot'
import { fail, ok, type Result } from '#core/errors/result.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { decodeText, readJson } from '#core/record/read-json.ts'
import { publicJwkSchema } from '#core/submission/submission.ts'
import { unitSchema } from './unit.ts'

/**
 * 单位密钥文件: both private keys of a unit, sealed once for each of two officers (PBES2), so that either passphrase
 * opens it when the other officer is gone or has forgotten.
 */
const keyFileKind = 'unit-key/1'
const note = '这是单位密钥文件，两位保管人任何一位的口令都能打开。请与口令分开保存；不要交给别人。'
const sealing = { alg: 'PBES2-HS512+A256KW', enc: 'A256GCM' } as const
const iterations = 600_000
const limits = { sizeBytes: 65_536, depth: 8 } as const

const d = v.pipe(v.string(), v.regex(/^[\w-]{43}$/))
const privateJwkSchema = v.strictObject({ ...publicJwkSchema.entries, d })
const pairSchema = { signing: privateJwkSchema, opening: privateJwkSchema } as const
const contentSchema = v.strictObject({
  unit: unitSchema,
  ...pairSchema,
  /** Keys used before, the latest first: what was sealed to them still opens. */
  earlier: v.exactOptional(v.pipe(v.array(v.strictObject(pairSchema)), v.maxLength(16))),
})
const fileSchema = v.strictObject({
  caibao: v.literal(keyFileKind),
  note: v.exactOptional(v.pipe(v.string(), v.maxLength(500))),
  unit: unitSchema,
  seals: v.pipe(v.array(v.pipe(v.string(), v.maxLength(28_000))), v.minLength(1), v.maxLength(2)),
})

/** Who the unit is, and both private keys; with those it used before. */
export type UnitKeyContent = v.InferOutput<typeof contentSchema>

/** Seals both keys of a unit, once for each passphrase. */
export async function writeKeyFile(content: UnitKeyContent, passphrases: readonly string[]): Promise<string> {
  const plain = new TextEncoder().encode(JSON.stringify(content))
  const seals = await Promise.all(
    passphrases.map((passphrase) =>
      new CompactEncrypt(plain)
        .setProtectedHeader(sealing)
        .setKeyManagementParameters({ p2c: iterations })
        .encrypt(new TextEncoder().encode(passphrase.normalize('NFC'))),
    ),
  )
  return `${JSON.stringify({ caibao: keyFileKind, note, unit: content.unit, seals }, null, 1)}\n`
}

async function unseal(seal: string, passphrase: Uint8Array): Promise<UnitKeyContent | undefined> {
  try {
    const { plaintext } = await compactDecrypt(seal, passphrase, {
      keyManagementAlgorithms: [sealing.alg],
      contentEncryptionAlgorithms: [sealing.enc],
      maxPBES2Count: iterations,
    })
    const text = decodeText(plaintext, limits)
    const json = text.ok ? readJson(text.value, limits) : text
    const content = v.safeParse(contentSchema, json.ok ? json.value : undefined)
    return content.success ? content.output : undefined
  } catch {
    return undefined
  }
}

/** Whether a text means to be a key file, sound or not. */
export function isKeyFile(text: string): boolean {
  const json = readJson(text, limits)
  return json.ok && v.is(v.object({ caibao: v.literal(keyFileKind) }), json.value)
}

/** Opens a key file with the passphrase of either officer. */
export async function readKeyFile(
  text: string,
  passphrase: string,
): Promise<Result<UnitKeyContent, AppError<'UNIT_KEY_FILE_BAD' | 'PASSPHRASE_WRONG'>>> {
  const json = readJson(text, limits)
  const file = v.safeParse(fileSchema, json.ok ? json.value : undefined)
  if (!file.success) return fail('UNIT_KEY_FILE_BAD', {})
  const secret = new TextEncoder().encode(passphrase.normalize('NFC'))
  for (const seal of file.output.seals) {
    const content = await unseal(seal, secret)
    if (content) return ok(content)
  }
  return fail('PASSPHRASE_WRONG', {})
}
