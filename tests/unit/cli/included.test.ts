import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readPackFile } from '#cli/pack-file.ts'
import { runVerify } from '#cli/verify.ts'
import { writeInclusion } from '#core/pack/inclusion.ts'
import { correctSubmission } from '#core/review/correct-submission.ts'
import { formatDigest } from '#core/submission/digest.ts'
import { signSubmission } from '#core/submission/sign-submission.ts'
import type { SigningKey } from '#core/submission/submission.ts'
import { formatFingerprint } from '#core/unit/fingerprint.ts'
import { aLadder } from '#tests/support/certified.ts'
import { hearing } from '#tests/support/hearing.ts'
import { aPack, someSubmissions } from '#tests/support/packs.ts'
import { aSoundPerson } from '#tests/support/people.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'
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

  test('is found in a folder by the name the app gives it', async () => {
    const at = join(folder, '送来的')
    await mkdir(at)
    await writeFile(join(at, '设置.json'), '{}')
    await writeFile(join(at, '韦晓_上报凭证.json'), '{"改": "坏了"}')
    const heard = hearing()
    expect(await runVerify([at], heard)).toBe(1)
    expect(heard.complaints.join('\n')).toContain('韦晓_上报凭证.json')
    expect(heard.complaints.join('\n')).not.toContain('设置.json')
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

describe('a submission the unit corrected before it reported', () => {
  const at = (name: string): string => join(folder, name)
  const mobile = { path: 'basic.mobile', after: '13877501233', reason: '本人来电更正' }
  const address = { path: 'basic.address', after: '城东一路 8 号', reason: '按户口本' }
  let once: Awaited<ReturnType<typeof corrected>>
  let twice: typeof once

  async function corrected(standing: Parameters<typeof correctSubmission>[0], wanted: typeof mobile) {
    const key = await aSigningKey()
    const made = await correctSubmission(standing, [wanted], {
      by: '黄采集',
      at: '2026-11-24T02:00:00.000Z',
      key,
      named: (record) => record,
    })
    if (!made.ok) throw new Error(made.error.code)
    return made.value
  }
  async function verify(file: string, reported: string, ...more: readonly string[]) {
    const heard = hearing()
    const exit = await runVerify([at(file), '--included', at(reported), ...more], heard)
    return { exit, said: heard.lines.join('\n') }
  }

  beforeAll(async () => {
    const content = aSubmissionContent({}, aSoundPerson({ mobile: '13877501230' }))
    const original = await signSubmission(content, await aSigningKey())
    once = await corrected({ content, digest: original.digest }, mobile)
    twice = await corrected(once, address)
    await writeFile(at('original.rpu'), original.text)
    await writeFile(at('once.rpu'), once.text)
    await writeFile(at('once.rpz'), await aPack([once], { key: await aSigningKey() }))
    await writeFile(at('twice.rpz'), await aPack([twice], { key: await aSigningKey() }))
  })

  test('is told to be there as the unit corrected it, with each change and its reason', async () => {
    const { exit, said } = await verify('original.rpu', 'once.rpz')
    expect(exit).toBe(0)
    expect(said).toContain(`单位改过的那份（校验码 ${formatDigest(once.digest)}）在`)
    expect(said).toContain('basic.mobile  13877501230 → 13877501233  本人来电更正')
    expect(JSON.parse((await verify('original.rpu', 'once.rpz', '--json')).said)).toMatchObject({
      ok: true,
      included: false,
      includedCorrected: { digest: once.digest, isDirect: true, changes: [mobile] },
    })
  })

  test('of which the pack has a correction of a correction, is told of what that one changed beyond it', async () => {
    const { exit, said } = await verify('once.rpu', 'twice.rpz')
    expect(exit).toBe(0)
    expect(said).toContain('城东一路 8 号  按户口本')
    expect(said).not.toContain('13877501233')
  })

  test('counts as missing where only record and number of the submission are the same, and is told so', async () => {
    const { exit, said } = await verify('original.rpu', 'twice.rpz')
    expect(exit).toBe(1)
    expect(said).toContain('不是直接由这份改的')
    expect(said).toContain(formatDigest(twice.digest))
    expect(said).toContain('basic.mobile  13877501230 → 13877501233  本人来电更正')
    expect(said).toContain('城东一路 8 号  按户口本')
    expect(JSON.parse((await verify('original.rpu', 'twice.rpz', '--json')).said)).toMatchObject({
      ok: false,
      included: false,
      includedCorrected: { digest: twice.digest, isDirect: false, changes: [mobile, address] },
    })
  })

  test('held against a proof that carries the corrections is found there, with what was changed', async () => {
    const signing = await aSigningKey()
    await writeFile(at('for-proof.rpz'), await aPack([twice], { key: signing }))
    const manifest = await readPackFile(at('for-proof.rpz'))
    if (!manifest.ok) throw new Error(manifest.error.code)
    const proofWith = async (...texts: readonly string[]): Promise<void> => {
      const proof = await writeInclusion(manifest.value, twice.digest, signing, { corrected: texts })
      await writeFile(at('twice.json'), proof ?? '')
    }
    await proofWith(once.text, twice.text)
    const { exit, said } = await verify('original.rpu', 'twice.json')
    expect(exit).toBe(0)
    expect(said).toContain(`单位改过的那份（校验码 ${formatDigest(twice.digest)}）在，写明改了 2 处`)
    expect(said).toContain('城东一路 8 号  按户口本')
    const alone = hearing()
    expect(await runVerify([at('twice.json')], alone)).toBe(0)
    expect(alone.lines.join('\n')).toMatch(/在校验码 .* 的报送上改了 2 处/)
    // One that does not lead from what was handed in to the leaf proves nothing.
    for (const misled of [[once.text], [twice.text, once.text], ['{}']]) {
      await proofWith(...misled)
      expect(await runVerify([at('twice.json')], hearing())).toBe(1)
    }
    await proofWith(twice.text)
    expect((await verify('original.rpu', 'twice.json')).exit).toBe(1)
  })

  test('held against a proof, which names one digest alone, is sent to the pack', async () => {
    const signing = await aSigningKey()
    await writeFile(at('for-proof.rpz'), await aPack([once], { key: signing }))
    const manifest = await readPackFile(at('for-proof.rpz'))
    if (!manifest.ok) throw new Error(manifest.error.code)
    await writeFile(at('once.json'), (await writeInclusion(manifest.value, once.digest, signing)) ?? '')
    const { exit, said } = await verify('original.rpu', 'once.json')
    expect(exit).toBe(1)
    expect(said).toContain('单位改过的话，请用上报包核对')
    expect(await verify('once.rpu', 'once.json')).toMatchObject({ exit: 0 })
  })

  test('does not count where certificates contradict who reported', async () => {
    const { school } = await aLadder()
    const key = { ...school, ...(await aSigningKey()) }
    await writeFile(at('stranger-once.rpz'), await aPack([once], { key }))
    expect((await verify('original.rpu', 'stranger-once.rpz')).exit).toBe(1)
  })
})
