import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { exportJWK, generateKeyPair } from 'jose'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { runExport } from '#cli/export.ts'
import { runPack } from '#cli/pack.ts'
import { signSubmission } from '#core/submission/sign-submission.ts'
import { hearing } from '#tests/support/hearing.ts'
import { aPack } from '#tests/support/packs.ts'
import { aSoundPerson } from '#tests/support/people.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'
import { aBureau, aUnit } from '#tests/support/units.ts'

const now = new Date(2026, 10, 24, 10, 30)
const other = { ...aUnit, name: '北流市第二中学', orgCode: '12450981498811999X' }
const records = ['3f8fad5b-d9cb-469f-a165-708677289501', '3f8fad5b-d9cb-469f-a165-708677289502'] as const

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'caibao-whose-'))
  await mkdir(join(folder, 'in'))
  const { privateKey } = await generateKeyPair('ES256', { extractable: true })
  await writeFile(join(folder, 'unit.jwk'), JSON.stringify(await exportJWK(privateKey)))
  await writeFile(join(folder, 'unit.json'), JSON.stringify(aUnit))
})
afterEach(() => rm(folder, { recursive: true }))

const signed = async (id: string, name: string, revision = 1) => {
  const person = aSoundPerson({ name })
  return signSubmission(aSubmissionContent({ revision }, { ...person, id }), await aSigningKey())
}
const put = (name: string, content: string | Uint8Array) => writeFile(join(folder, 'in', name), content)

async function packed() {
  const heard = hearing()
  const key = ['--unit', join(folder, 'unit.json'), '--key', join(folder, 'unit.jwk')]
  return { exit: await runPack([join(folder, 'in'), '-o', join(folder, 'x.rpz'), ...key], heard, now), heard }
}
async function exported() {
  const heard = hearing()
  return { exit: await runExport([join(folder, 'in'), '-o', join(folder, 'x.json'), '--json'], heard), heard }
}
const complaints = ({ heard }: Awaited<ReturnType<typeof exported>>): string => heard.complaints.join('\n')

describe('files of one ID number', () => {
  test('of two people: nobody vanishes, the clerk is asked to compare with the originals (M03)', async () => {
    await put('1.rpu', (await signed(records[0], '韦莉')).text)
    await put('2.rpu', (await signed(records[1], '黄芳')).text)
    for (const told of [await packed(), await exported()]) {
      expect(told.exit).toBe(1)
      expect(complaints(told)).toMatch(/M03 .*身份证号相同，姓名或性别不同，请核对原件/)
    }
  })

  test('of one record whose person mended the name: the newest counts', async () => {
    await put('1.rpu', (await signed(records[0], '韦利')).text)
    await put('2.rpu', (await signed(records[0], '韦莉', 2)).text)
    expect((await packed()).exit).toBe(0)
    expect((await exported()).exit).toBe(0)
  })
})

describe('two submissions of one revision', () => {
  const twice = async (): Promise<void> => {
    await put('1.rpu', (await signed(records[0], '韦莉')).text)
    await put('2.rpu', (await signed(records[0], '韦利')).text)
  }

  test('are for the person to tell apart, the order of their digests does not (M02)', async () => {
    await twice()
    for (const told of [await packed(), await exported()]) {
      expect(told.exit).toBe(1)
      expect(complaints(told)).toMatch(/M02 韦. 的 .* 都是第 1 版，内容不同，分不出哪份新/)
    }
  })

  test('are nothing to decide once a newer one is there, whichever is read first', async () => {
    await twice()
    for (const name of ['0.rpu', '3.rpu']) {
      await put(name, (await signed(records[0], '韦莉', 2)).text)
      expect((await exported()).exit).toBe(0)
      await rm(join(folder, 'x.json'))
    }
  })
})

describe('packs in one folder', () => {
  test('of two units that both report a person: which of them does is for people to say (M15)', async () => {
    const one = await signed(records[0], '韦莉')
    await put('1.rpz', await aPack([one], { key: await aSigningKey() }))
    await put('2.rpz', await aPack([one], { key: await aSigningKey(), unit: other }))
    const told = await exported()
    expect(told.exit).toBe(1)
    expect(complaints(told)).toContain('M15 韦莉 同时在')
  })

  test('of a unit and of the one above it: what was reported on is no second report', async () => {
    const one = await signed(records[0], '韦莉')
    const below = { ...aUnit, parent: { name: aBureau.name, orgCode: aBureau.orgCode } }
    await put('1.rpz', await aPack([one], { key: await aSigningKey(), unit: below }))
    await put('2.rpz', await aPack([one], { key: await aSigningKey(), unit: aBureau }))
    expect((await exported()).exit).toBe(0)
  })

  test('beside single files keep a pack from being made: it would not hold their people, and the roster would', async () => {
    await put('1.rpu', (await signed(records[0], '韦莉')).text)
    await put('2.rpz', await aPack([await signed(records[1], '黄芳')], { key: await aSigningKey() }))
    const told = await packed()
    expect(told.exit).toBe(1)
    expect(complaints(told)).toContain('2.rpz: 文件夹里有上报包')
  })
})
