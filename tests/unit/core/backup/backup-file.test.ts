import { readFileSync } from 'node:fs'
import { base64url } from 'jose'
import { beforeAll, describe, expect, test } from 'vitest'
import { inspectBackup, openBackup } from '#core/backup/read-backup.ts'
import { checkWritable, sealBackup, signBackup } from '#core/backup/write-backup.ts'
import { signSubmission } from '#core/submission/sign-submission.ts'
import { aBackupContent, aBackupDraft, aLineage } from '#tests/support/backups.ts'
import { otherSpelling } from '#tests/support/other-spelling.ts'
import { aPerson } from '#tests/support/people.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'

const passphrase = '北流 2026 芭蕉'
const key = await aSigningKey()

async function codeOf(text: string, word = passphrase): Promise<string> {
  const file = await inspectBackup(text)
  if (!file.ok) return file.error.code
  const opened = await openBackup(file.value, word)
  return opened.ok ? 'opened' : opened.error.code
}

const outerOf = (text: string): Record<string, string> => JSON.parse(text)

function withHeader(text: string, changes: object): string {
  const outer = outerOf(text)
  const header = JSON.parse(new TextDecoder().decode(base64url.decode(outer['protected'] ?? '')))
  return JSON.stringify({ ...outer, protected: base64url.encode(JSON.stringify({ ...header, ...changes })) })
}

/** Another first character in a member: always another value. */
function withOther(text: string, member: string): string {
  const outer = outerOf(text)
  const value = outer[member] ?? ''
  return JSON.stringify({ ...outer, [member]: (value.startsWith('A') ? 'B' : 'A') + value.slice(1) })
}

test('a backup has one spelling: spare bits are refused', async () => {
  const files = [await sealBackup(aBackupContent(), passphrase), await signBackup(aBackupContent(), key)]
  const others = files.flatMap((text) =>
    Object.entries(outerOf(text)).flatMap(([member, value]) => {
      const other = ['caibao', 'note', 'sha256'].includes(member) ? undefined : otherSpelling(value)
      return other === undefined ? [] : [JSON.stringify(Object.assign(outerOf(text), { [member]: other }))]
    }),
  )
  expect(others.length).toBeGreaterThan(2)
  expect(await Promise.all(others.map((text) => codeOf(text)))).toEqual(others.map(() => 'BACKUP_DAMAGED'))
})

describe('a sealed backup', () => {
  let sealed = ''
  const content = aBackupContent()
  beforeAll(async () => {
    sealed = await sealBackup(content, passphrase)
  })

  test('gives back what was put in, and shows nothing of it outside', async () => {
    const file = await inspectBackup(sealed)
    expect(file.ok && (await openBackup(file.value, passphrase))).toEqual({ ok: true, value: content })
    expect(sealed).not.toContain(aPerson().basic['idNumber'])
    expect(outerOf(sealed)['caibao']).toBe('backup/1')
  })

  test('stays shut for another passphrase, and says so', async () => {
    expect(await codeOf(sealed, '北流 2025 芭蕉')).toBe('BACKUP_PASSPHRASE_WRONG')
  })

  test.each(['encrypted_key', 'iv', 'ciphertext', 'tag', 'sha256'])('a changed %s is damage', async (member) => {
    expect(await codeOf(withOther(sealed, member))).toBe('BACKUP_DAMAGED')
  })

  test('a file cut anywhere is refused', async () => {
    for (const share of [0.1, 0.5, 0.9, 0.99]) {
      expect(await codeOf(sealed.slice(0, Math.floor(sealed.length * share)))).toBe('FILE_NOT_JSON')
    }
  })

  test.each([{ p2c: 2_000_000_000 }, { p2c: 1000 }, { alg: 'dir' }, { enc: 'A128CBC-HS256' }, { zip: 'DEF' }])(
    'a header with %o is refused before anything is computed',
    async (changes) => {
      expect(await codeOf(withHeader(sealed, changes))).toBe('BACKUP_ALGORITHM_REFUSED')
    },
  )

  test('names a newer format and a foreign file', async () => {
    expect(await codeOf(sealed.replace('backup/1', 'backup/2'))).toBe('BACKUP_VERSION_NEWER')
    expect(await codeOf('{"caibao":"submission/1"}')).toBe('BACKUP_NOT_ONE')
    expect(await codeOf('[]')).toBe('BACKUP_NOT_ONE')
    expect(await codeOf('MZ\u0000')).toBe('FILE_NOT_JSON')
  })
})

describe('a backup without a passphrase', () => {
  test('opens, holds no private key, and shows a change', async () => {
    const secret = { ...key.publicJwk, d: 'a'.repeat(43) }
    const signed = await signBackup(aBackupContent({ key: secret }), key)
    const file = await inspectBackup(signed)
    expect(file.ok && (await openBackup(file.value))).toEqual({ ok: true, value: aBackupContent() })
    expect(await codeOf(withOther(signed, 'payload'))).toBe('BACKUP_DAMAGED')
    expect(await codeOf(withOther(signed, 'signature'))).toBe('BACKUP_DAMAGED')
    expect(await codeOf(withHeader(signed, { alg: 'none' }))).toBe('BACKUP_ALGORITHM_REFUSED')
  })

  test('is refused whole when one submission in it is not what it says', async () => {
    const { text, digest } = await signSubmission(aSubmissionContent(), key)
    const submission = {
      digest,
      draftId: aPerson().id,
      revision: 1,
      fileName: 'a.rpu',
      text,
      createdAt: 1,
      personName: '韦',
    }
    expect(await codeOf(await signBackup(aBackupContent({ submissions: [submission] }), key))).toBe('opened')
    const other = { ...submission, digest: 'b'.repeat(64) }
    expect(await codeOf(await signBackup(aBackupContent({ submissions: [other] }), key))).toBe('BACKUP_DAMAGED')
  })

  test('is refused when a draft is stored under the name of another', async () => {
    const [lineage] = aBackupContent().drafts
    if (!lineage) throw new Error('a backup has a draft')
    const id = '11111111-1111-4111-8111-111111111111'
    const drafts = [{ ...lineage, draft: { ...lineage.draft, id } }]
    expect(await codeOf(await signBackup(aBackupContent({ drafts }), key))).toBe('BACKUP_DAMAGED')
  })
})

describe('before a backup is written', () => {
  test('what a reader would refuse is named, what it takes passes', () => {
    expect(checkWritable(aBackupContent())).toEqual({ ok: true, value: undefined })
    const confirmation = { rule: 'B12', path: 'basic', message: '', reason: '长'.repeat(2001) }
    const drafts = [aLineage(aBackupDraft(aPerson(), { confirmations: [confirmation] }))]
    expect(checkWritable(aBackupContent({ drafts }))).toEqual({
      ok: false,
      error: { code: 'BACKUP_NOT_WRITABLE', params: { where: 'drafts.0.draft.confirmations.0.reason' } },
    })
  })
})

describe('files of the past still open', () => {
  const fixture = (name: string): string =>
    readFileSync(new URL(`../../../fixtures/backups/${name}`, import.meta.url), 'utf8')
  test.each(['backup-1-sealed.bak', 'backup-1-signed.bak'])('%s', async (name) => {
    const file = await inspectBackup(fixture(name))
    const opened = file.ok ? await openBackup(file.value, passphrase) : file
    expect(opened).toMatchObject({
      ok: true,
      value: { drafts: [{ draft: { record: { basic: { name: '韦晓𬱖' } } } }] },
    })
  })
})
