import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { exportJWK, generateKeyPair } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runCertificate } from '#cli/certificate.ts'
import { runPack } from '#cli/pack.ts'
import { runReturn } from '#cli/return.ts'
import { runVerify } from '#cli/verify.ts'
import { signTask } from '#core/task/sign-task.ts'
import { formatFingerprint } from '#core/unit/fingerprint.ts'
import { aCertificate, aCity, aLadder, kidOf, withCertificate } from '#tests/support/certified.ts'
import { anotherPerson, submissionOf } from '#tests/support/more-people.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aBureau, aTaskContent, aUnit } from '#tests/support/units.ts'

const now = new Date()
const until = `${now.getUTCFullYear() + 3}-12-31`
let folder = ''

async function aKeyFile(name: string): Promise<string> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true })
  return written(name, JSON.stringify(await exportJWK(privateKey)))
}

async function written(name: string, text: string): Promise<string> {
  const file = join(folder, name)
  await writeFile(file, text)
  return file
}

async function run(
  command: (args: readonly string[], output: Parameters<typeof runVerify>[1], now: Date) => Promise<number>,
  ...args: string[]
) {
  const lines: string[] = []
  const complaints: string[] = []
  const exit = await command(args, { out: (line) => lines.push(line), err: (line) => complaints.push(line) }, now)
  return { exit, said: lines.join('\n'), complained: complaints.join('\n') }
}

let school: { unit: string; key: string }
let bureau: { unit: string; key: string }
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'caibao-certificates-'))
  school = { unit: await written('school.json', JSON.stringify(aUnit)), key: await aKeyFile('school.jwk') }
  bureau = { unit: await written('bureau.json', JSON.stringify(aBureau)), key: await aKeyFile('bureau.jwk') }
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const of = ({ unit, key }: typeof school): string[] => ['--unit', unit, '--key', key]
const at = (name: string): string => join(folder, name)

describe('caibao certificate', () => {
  test('asks, compares the fingerprint and answers; packs carry the answer and verify says who certifies', async () => {
    const asked = await run(runCertificate, 'request', '-o', at('a.ucr'), ...of(school))
    expect(asked.exit).toBe(0)
    const fingerprint = /(?:[0-9a-f]{4}-){7}[0-9a-f]{4}/.exec(asked.said)?.[0] ?? ''
    const wrong = await run(
      runCertificate,
      'issue',
      at('a.ucr'),
      '-o',
      at('a.uct'),
      ...of(bureau),
      '--fingerprint',
      '1234',
    )
    expect(wrong).toMatchObject({ exit: 1 })
    const heard = fingerprint.replaceAll('-', ' ').toUpperCase()
    const issued = await run(
      runCertificate,
      'issue',
      at('a.ucr'),
      '-o',
      at('a.uct'),
      ...of(bureau),
      '--fingerprint',
      heard,
    )
    expect(issued.said).toContain(`已证明 北流市第一中学（12450981498811223X），有效期到 ${until}`)
    const told = await run(runVerify, at('a.uct'))
    expect(told).toMatchObject({ exit: 0 })
    expect(told.said).toContain(`单位指纹 ${fingerprint}`)
    expect(told.said).toContain(`由 北流市教育局 证明；有效期到 ${until}；最上一级 北流市教育局 的指纹`)
    expect((await run(runVerify, at('a.ucr'))).said).toContain(
      '北流市第一中学（12450981498811223X，单位）向 北流市教育局 申请',
    )

    await written('韦晓.rpu', await submissionOf(anotherPerson('韦晓', 1), await aSigningKey()))
    const plain = await run(runPack, folder, '-o', at('plain.rpz'), ...of(school))
    expect(plain.exit, plain.complained).toBe(0)
    expect((await run(runVerify, at('plain.rpz'))).said).toContain('没有上级单位的证书')
    // A folder that holds packs, too, is not what one is made of.
    await rm(at('plain.rpz'))
    await run(runPack, folder, '-o', at('proven.rpz'), ...of(school), '--certificate', at('a.uct'))
    expect((await run(runVerify, at('proven.rpz'))).said).toContain('由 北流市教育局 证明')
    const json: unknown = JSON.parse((await run(runVerify, at('proven.rpz'), '--json')).said)
    expect(json).toMatchObject({ ok: true, certifiedBy: '北流市教育局', certifiedUntil: until })
    await rm(at('proven.rpz'))
    await expect(
      run(runPack, folder, '-o', at('other.rpz'), ...of(bureau), '--certificate', at('a.uct')),
    ).rejects.toThrow('密钥')
  })

  test('is not answered by a unit that is not the one above', async () => {
    await run(runCertificate, 'request', '-o', at('b.ucr'), ...of(school))
    const city = { unit: await written('city.json', JSON.stringify(aCity)), key: bureau.key }
    const refused = await run(
      runCertificate,
      'issue',
      at('b.ucr'),
      '-o',
      at('b.uct'),
      ...of(city),
      '--fingerprint',
      '1',
    )
    expect(refused).toMatchObject({ exit: 1 })
    expect(refused.complained).toContain('不是本单位')
  })
})

describe('what no reader would accept', () => {
  const issuing = (target: string, ...more: string[]) => ['issue', at('c.ucr'), '-o', at(target), ...more]
  async function heardFingerprint(): Promise<string[]> {
    await rm(at('c.ucr'), { force: true })
    const asked = await run(runCertificate, 'request', '-o', at('c.ucr'), ...of(school))
    return ['--fingerprint', /(?:[0-9a-f]{4}-){7}[0-9a-f]{4}/.exec(asked.said)?.[0] ?? '']
  }

  test.each([
    ['2029/12/31', until],
    ['2031-02-30', '这里是 2031-02-30'],
    ['2020-01-01', '已经过期'],
  ])('is not issued: a certificate until %s', async (day, said) => {
    const heard = await heardFingerprint()
    const issued = await run(runCertificate, ...issuing('c.uct', ...of(bureau), ...heard, '--until', day))
    expect(issued).toMatchObject({ exit: 1, said: '' })
    expect(issued.complained).toContain('没有签发')
    expect(issued.complained).toContain(said)
    await expect(readFile(at('c.uct'))).rejects.toThrow('ENOENT')
  })

  test('is not signed by a unit under a name that its certificate does not give it', async () => {
    const heard = await heardFingerprint()
    await run(runCertificate, ...issuing('own.uct', ...of(bureau), ...heard))
    const renamed = await written('renamed.json', JSON.stringify({ ...aUnit, name: '北流市第二中学' }))
    const other = ['--unit', renamed, '--key', school.key, '--certificate', at('own.uct')]
    const person = await written('韦晓.rpu', await submissionOf(anotherPerson('韦晓', 1), await aSigningKey()))
    const remark = ['--comment', 'basic.mobile=不对']
    await expect(run(runPack, folder, '-o', at('out'), ...other)).rejects.toThrow('北流市第二中学')
    await expect(run(runReturn, person, '-o', at('out'), ...other, ...remark)).rejects.toThrow('北流市第二中学')
    await expect(run(runCertificate, ...issuing('out', ...other, ...heard))).rejects.toThrow('北流市第二中学')
    await expect(readFile(at('out'))).rejects.toThrow('ENOENT')
  })
})

describe('caibao verify', () => {
  test('says of a task who certifies the unit, up to the top', async () => {
    const { school: key, city } = await aLadder()
    const told = await run(runVerify, await written('a.task', await signTask(aTaskContent(), key)))
    expect(told.said).toContain('由 北流市教育局 证明，再由 玉林市职改办 证明')
    expect(told.said).toContain(`最上一级 玉林市职改办 的指纹 ${formatFingerprint(await kidOf(city))}`)
  })

  test('refuses a task whose certificate had expired, is for another key or another name', async () => {
    const { bureau: above } = await aLadder()
    const issuer = { unit: { ...aBureau, parent: { name: aCity.name, orgCode: aCity.orgCode } }, key: above }
    const key = await aSigningKey()
    const short = await withCertificate(
      key,
      await aCertificate(aUnit, key, issuer, { validUntil: '2026-11-19' }),
      '2026-11-02',
    )
    const late = await run(runVerify, await written('late.task', await signTask(aTaskContent(), short)))
    expect(late).toMatchObject({ exit: 1 })
    expect(late.said).toContain('CERTIFICATE_EXPIRED')
    const lent = { ...(await aSigningKey()), certificates: short.certificates ?? [] }
    const other = await run(runVerify, await written('lent.task', await signTask(aTaskContent(), lent)), '--json')
    expect(JSON.parse(other.said)).toMatchObject({ ok: false, error: { code: 'CERTIFICATE_KEY_OTHER' } })
    const renamed = aTaskContent({ unit: { ...aUnit, name: '北流市第二中学' } })
    const named = await run(runVerify, await written('named.task', await signTask(renamed, short)))
    expect(named.said).toContain('CERTIFICATE_UNIT_OTHER')
    expect(await readFile(at('named.task'), 'utf8')).toContain('certificates')
  })
})
