import { calculateJwkThumbprint, FlattenedEncrypt, FlattenedSign } from 'jose'
import * as v from 'valibot'
import type { AppError } from '#core/errors/error-code.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import { sha256Hex } from '#core/submission/digest.ts'
import type { SigningKey } from '#core/submission/submission.ts'
import {
  type BackupContent,
  backupContentSchema,
  backupKind,
  openNote,
  passphraseRounds,
  sealedNote,
} from './backup.ts'

/** What both writer and reader hash, so that a damaged file is known before a passphrase is asked for. */
export function sealedDigest(parts: {
  readonly protected: string
  readonly encrypted_key: string
  readonly iv: string
  readonly ciphertext: string
  readonly tag: string
}): Promise<string> {
  const compact = [parts.protected, parts.encrypted_key, parts.iv, parts.ciphertext, parts.tag].join('.')
  return sha256Hex(new TextEncoder().encode(compact))
}

/** Bytes of a passphrase: NFC, so that two keyboards give the same key. */
export const passphraseBytes = (passphrase: string): Uint8Array<ArrayBuffer> =>
  new TextEncoder().encode(passphrase.normalize('NFC'))

const bytesOf = (content: BackupContent): Uint8Array<ArrayBuffer> => new TextEncoder().encode(JSON.stringify(content))
const fileOf = (members: object): string => `${JSON.stringify(members, null, 1)}\n`

/** Whether a reader will take the content: a backup that could not be opened must not count as one. */
export function checkWritable(content: BackupContent): Result<void, AppError<'BACKUP_NOT_WRITABLE'>> {
  // As JSON, in which absent and undefined are one.
  const written: unknown = JSON.parse(JSON.stringify(content))
  const read = v.safeParse(backupContentSchema, written)
  return read.success ? ok(undefined) : fail('BACKUP_NOT_WRITABLE', { where: v.getDotPath(read.issues[0]) ?? '' })
}

/** A passphrase as a key that seals and never gives the passphrase back: what is sealed again and again needs no asking. */
export const passphraseKey = (passphrase: string): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', passphraseBytes(passphrase), 'PBKDF2', false, ['deriveBits'])

/** Text of a backup that only the passphrase opens. */
export async function sealBackup(content: BackupContent, passphrase: string | CryptoKey): Promise<string> {
  const jwe = await new FlattenedEncrypt(bytesOf(content))
    .setProtectedHeader({ alg: 'PBES2-HS512+A256KW', enc: 'A256GCM', typ: 'caibao-backup+jwe' })
    .setKeyManagementParameters({ p2c: passphraseRounds.written })
    .encrypt(typeof passphrase === 'string' ? passphraseBytes(passphrase) : passphrase)
  const { encrypted_key = '', iv = '', ciphertext, tag = '' } = jwe
  const parts = { protected: jwe.protected ?? '', encrypted_key, iv, ciphertext, tag }
  return fileOf({ caibao: backupKind, note: sealedNote, ...parts, sha256: await sealedDigest(parts) })
}

/** Text of a backup that anyone can read; signed, so that a change shows. The private key stays out. */
export async function signBackup(content: BackupContent, key: SigningKey): Promise<string> {
  const kid = await calculateJwkThumbprint(key.publicJwk, 'sha256')
  const jws = await new FlattenedSign(bytesOf({ ...content, key: null }))
    .setProtectedHeader({ alg: 'ES256', typ: 'caibao-backup+jws', jwk: key.publicJwk, kid })
    .sign(key.privateKey)
  const { payload, signature } = jws
  return fileOf({ caibao: backupKind, note: openNote, protected: jws.protected, payload, signature })
}
