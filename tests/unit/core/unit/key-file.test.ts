import { exportJWK, generateKeyPair } from 'jose'
import { expect, test } from 'vitest'
import { readKeyFile, writeKeyFile } from '#core/unit/key-file.ts'
import { aUnit } from '#tests/support/units.ts'

async function aPrivateJwk() {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true })
  const { crv, x = '', y = '', d = '' } = await exportJWK(privateKey)
  if (crv !== 'P-256') throw new Error('another curve')
  return { kty: 'EC', crv, x, y, d } as const
}

test('a key file opens with the passphrase of either officer and no other', async () => {
  const content = { unit: aUnit, signing: await aPrivateJwk(), opening: await aPrivateJwk() }
  const text = await writeKeyFile(content, ['第一位的口令 1', '第二位的口令 2'])
  expect(text).not.toContain(content.signing.d)
  expect(await readKeyFile(text, '第一位的口令 1')).toEqual({ ok: true, value: content })
  expect(await readKeyFile(text, '第二位的口令 2')).toEqual({ ok: true, value: content })
  expect(await readKeyFile(text, '第三位的口令 3')).toMatchObject({ error: { code: 'PASSPHRASE_WRONG' } })
  expect(await readKeyFile('{}', '第一位的口令 1')).toMatchObject({ error: { code: 'UNIT_KEY_FILE_BAD' } })
})

test('a key file after a change of keys holds the earlier ones, so that what was sealed to them opens anywhere', async () => {
  const pair = async () => ({ signing: await aPrivateJwk(), opening: await aPrivateJwk() })
  const content = { unit: aUnit, ...(await pair()), earlier: [await pair(), await pair()] }
  const text = await writeKeyFile(content, ['第一位的口令 1', '第二位的口令 2'])
  expect(await readKeyFile(text, '第二位的口令 2')).toEqual({ ok: true, value: content })
})
