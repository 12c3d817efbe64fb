import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { exportJWK, generateKeyPair } from 'jose'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { passphraseSetting } from '#cli/passphrase.ts'
import { runShow } from '#cli/show.ts'
import { readOpeningKeys, readSigningKey } from '#cli/signing-key.ts'
import { sealSubmission } from '#core/submission/seal-submission.ts'
import { signSubmission } from '#core/submission/sign-submission.ts'
import { type UnitKeyContent, writeKeyFile } from '#core/unit/key-file.ts'
import { hearing } from '#tests/support/hearing.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'
import { aBureau, aUnit } from '#tests/support/units.ts'

const passphrases = ['第一位的口令 1', '第二位的口令 2']
let folder: string
let keyFile: string

async function fileOf(name: string, text: string): Promise<string> {
  const file = join(folder, name)
  await writeFile(file, text)
  return file
}

async function aPrivateJwk(): Promise<UnitKeyContent['signing']> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true })
  const { x = '', y = '', d = '' } = await exportJWK(privateKey)
  return { kty: 'EC', crv: 'P-256', x, y, d }
}
const [signing, before, now] = [await aPrivateJwk(), await aPrivateJwk(), await aPrivateJwk()]

async function told(passphrase: string): Promise<void> {
  vi.stubEnv(passphraseSetting, await fileOf('passphrase.txt', `\u{FEFF}${passphrase}\r\n`))
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'caibao-key-file-'))
  const earlier = [{ signing: await aPrivateJwk(), opening: before }]
  const content = { unit: aUnit, signing, opening: now, earlier }
  keyFile = await fileOf('unit.key', await writeKeyFile(content, passphrases))
})
afterEach(() => vi.unstubAllEnvs())
afterAll(() => rm(folder, { recursive: true }))

describe('the key file that the management edition saves, at the command line', () => {
  test('opens what is sealed to the key of now or of before, by the passphrase of either officer', async () => {
    const { text } = await signSubmission(aSubmissionContent(), await aSigningKey())
    for (const [index, { d: _secret, ...publicJwk }] of [before, now].entries()) {
      await told(passphrases[index] ?? '')
      const sealed = await fileOf(`${index}.rpu`, await sealSubmission(text, [publicJwk]))
      const heard = hearing()
      expect(await runShow([sealed, '--key', keyFile], heard)).toBe(0)
      expect(heard.lines.join('\n')).toContain('姓名：韦晓𬱖')
    }
  })

  test('signs as the unit it is of, and for no other', async () => {
    await told('第二位的口令 2')
    const { publicJwk } = await readSigningKey(keyFile, undefined, aUnit)
    expect({ ...publicJwk, d: signing.d }).toEqual(signing)
    await expect(readSigningKey(keyFile, undefined, aBureau)).rejects.toThrow(
      `单位全称是“${aUnit.name}”，不是“${aBureau.name}”`,
    )
    const moved = { ...aUnit, division: '450982' }
    await expect(readSigningKey(keyFile, undefined, moved)).rejects.toThrow('：行政区划是')
  })

  test('says what to do where the passphrase is wrong, or nobody is there to be asked', async () => {
    await told('第三位的口令 3')
    await expect(readOpeningKeys(keyFile)).rejects.toThrow('口令不对')
    vi.stubEnv(passphraseSetting, '')
    await expect(readOpeningKeys(keyFile)).rejects.toThrow(passphraseSetting)
  })

  test('is told from a key of another kind, and a broken one is called broken', async () => {
    await told('第一位的口令 1')
    const broken = await fileOf('broken.key', '{"caibao": "unit-key/1", "seals": []}')
    await expect(readOpeningKeys(broken)).rejects.toThrow('不是单位密钥文件，或已经损坏')
  })
})
