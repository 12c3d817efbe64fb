import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readPackFile } from '#cli/pack-file.ts'
import { runVerify } from '#cli/verify.ts'
import { writeInclusion } from '#core/pack/inclusion.ts'
import type { SigningKey } from '#core/submission/submission.ts'
import { formatFingerprint } from '#core/unit/fingerprint.ts'
import { aLadder } from '#tests/support/certified.ts'
import { hearing } from '#tests/support/hearing.ts'
import { aPack, someSubmissions } from '#tests/support/packs.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aUnit } from '#tests/support/units.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'caibao-included-'))
})
afterAll(() => rm(folder, { recursive: true }))

describe('a proof of inclusion', () => {
  test('is verified by itself', async () => {
    const signing = await aSigningKey()
    await writeFile(join(folder, 'clinic.rpz'), await aPack(await someSubmissions(1), { key: signing }))
    const manifest = await readPackFile(join(folder, 'clinic.rpz'))
    if (!manifest.ok) throw new Error(manifest.error.code)
    const [digest = ''] = manifest.value.content.submissions
    const proof = await writeInclusion(manifest.value, digest, signing)
    const file = join(folder, 'proof.json')
    await writeFile(file, proof ?? '')
    const heard = hearing()
    expect(await runVerify([file, '--json'], heard)).toBe(0)
    expect(JSON.parse(heard.lines[0] ?? '')).toMatchObject({ ok: true, kind: 'inclusion', digest, count: 1 })
    const changed = (_: string, first: string): string => `"signature": "${first === '_' ? '-' : '_'}`
    await writeFile(file, (proof ?? '').replace(/"signature": "(.)/, changed))
    expect(await runVerify([file], hearing())).toBe(1)
  })

  test('counts with who signed it: their fingerprint is told, and certificates of another key refuse it', async () => {
    const [signed] = await someSubmissions(1)
    if (!signed) throw new Error('one person is needed')
    await writeFile(join(folder, 'mine.rpu'), signed.text)
    const made = async (name: string, signing: SigningKey) => {
      await writeFile(join(folder, `${name}.rpz`), await aPack([signed], { key: signing }))
      const manifest = await readPackFile(join(folder, `${name}.rpz`))
      if (!manifest.ok) throw new Error(manifest.error.code)
      await writeFile(
        join(folder, `${name}.json`),
        (await writeInclusion(manifest.value, signed.digest, signing)) ?? '',
      )
      return manifest.value.signer
    }
    const [self, stranger] = [await aSigningKey(), await aSigningKey()]
    const { school } = await aLadder()
    const signer = await made('self', self)
    // The certificates of the school beside a key that is not the school's.
    await made('stranger', { ...school, ...stranger })
    const verify = async (name: string, ...more: readonly string[]) => {
      const heard = hearing()
      const exit = await runVerify([join(folder, 'mine.rpu'), '--included', join(folder, name), ...more], heard)
      return { exit, said: heard.lines.join('\n') }
    }
    for (const ending of ['rpz', 'json']) {
      const bySelf = await verify(`self.${ending}`)
      expect(bySelf.exit).toBe(0)
      expect(bySelf.said).toContain(`上报单位指纹 ${formatFingerprint(signer)}  没有上级单位的证书`)
      expect(JSON.parse((await verify(`self.${ending}`, '--json')).said)).toMatchObject({
        ok: true,
        reportedBy: { unit: aUnit.name, signer, certifiedBy: null },
      })
      const byStranger = await verify(`stranger.${ending}`)
      expect(byStranger.exit).toBe(1)
      expect(byStranger.said).toContain('证书无效')
      expect(JSON.parse((await verify(`stranger.${ending}`, '--json')).said)).toMatchObject({ ok: false })
    }
  })
})
