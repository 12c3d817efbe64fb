import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { exportJWK, generateKeyPair } from 'jose'
import { beforeAll, describe, expect, test } from 'vitest'
import { runMerge } from '#cli/merge.ts'
import { readPackFile } from '#cli/pack-file.ts'
import { runPack } from '#cli/pack.ts'
import { readSigningKey } from '#cli/signing-key.ts'
import { runVerify } from '#cli/verify.ts'
import { writeInclusion } from '#core/pack/inclusion.ts'
import type { PersonRecord } from '#core/record/record.ts'
import { signSubmission } from '#core/submission/sign-submission.ts'
import { hearing } from '#tests/support/hearing.ts'
import { aSoundPerson } from '#tests/support/people.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'
import { aBureau, aUnit } from '#tests/support/units.ts'

const now = new Date(2026, 10, 24, 10, 30)
// Three people whose ID numbers hold: the check digit is the last character.
const idNumbers = ['452526197904182627', '452526197904182643', '45252619790418266X'] as const

let folder: string
let key: string
let unit: string

const person = (idNumber: string): PersonRecord => aSoundPerson({ idNumber })

async function handIn(at: string, record: PersonRecord, revision = 1): Promise<void> {
  await mkdir(join(folder, at), { recursive: true })
  const { text } = await signSubmission(aSubmissionContent({ revision }, record), await aSigningKey())
  await writeFile(join(folder, at, `${record.basic['idNumber'] ?? ''}-r${revision}.rpu`), text)
}

function pack(at: string, to: string) {
  const heard = hearing()
  const args = [join(folder, at), '-o', join(folder, to), '--unit', unit, '--key', key]
  return runPack(args, heard, now).then((exit) => ({ exit, heard }))
}

function merge(from: readonly string[], to: string) {
  const heard = hearing()
  const above = join(folder, 'bureau.json')
  const args = [...from.map((name) => join(folder, name)), '-o', join(folder, to), '--unit', above, '--key', key]
  return runMerge(args, heard, now).then((exit) => ({ exit, heard }))
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'caibao-packs-'))
  key = join(folder, 'unit.jwk')
  unit = join(folder, 'unit.json')
  const { privateKey } = await generateKeyPair('ES256', { extractable: true })
  await writeFile(key, JSON.stringify(await exportJWK(privateKey)))
  await writeFile(unit, JSON.stringify(aUnit))
  await writeFile(join(folder, 'bureau.json'), JSON.stringify(aBureau))
  await handIn('school', person(idNumbers[0]))
  await handIn('school', person(idNumbers[0]), 2)
  await handIn('school/more', person(idNumbers[1]))
  await handIn('clinic', person(idNumbers[2]))
})

describe('caibao pack', () => {
  test('packs the newest submission of everyone in a folder, and verify reads it', async () => {
    expect(await pack('school', 'school.rpz')).toMatchObject({ exit: 0, heard: { complaints: [] } })
    const heard = hearing()
    expect(await runVerify([join(folder, 'school.rpz'), '--json'], heard)).toBe(0)
    expect(JSON.parse(heard.lines[0] ?? '')).toMatchObject({ ok: true, kind: 'pack', count: 2, unit: aUnit.name })
    const revisions: number[] = []
    await readPackFile(join(folder, 'school.rpz'), {
      onSubmission: ({ content }) => void revisions.push(content.revision),
    })
    expect(revisions.sort((a, b) => a - b)).toEqual([1, 2])
  })

  test('never overwrites, and refuses what a rule refuses', async () => {
    await expect(pack('school', 'school.rpz')).rejects.toThrow(/EEXIST/)
    const wrong = person(idNumbers[1])
    await handIn('wrong', { ...wrong, basic: { ...wrong.basic, idNumber: '452526197904182628' } })
    const { exit, heard } = await pack('wrong', 'wrong.rpz')
    expect(exit).toBe(1)
    expect(heard.complaints.join('\n')).toContain('B12')
  })
})

describe('caibao merge', () => {
  test('makes one pack of several, each submission signed by all who had it', async () => {
    await pack('clinic', 'clinic.rpz')
    expect(await merge(['school.rpz', 'clinic.rpz'], 'city.rpz')).toMatchObject({ exit: 0 })
    const signers: number[] = []
    const read = await readPackFile(join(folder, 'city.rpz'), {
      onSubmission: (submission) => void signers.push(submission.signers.length),
    })
    expect(read).toMatchObject({ ok: true, value: { content: { count: 3, merged: [{ count: 2 }, { count: 1 }] } } })
    expect(signers).toEqual([3, 3, 3])
  })

  test('leaves one person from two units, and one pack given twice, to people', async () => {
    await handIn('again', person(idNumbers[2]))
    await pack('again', 'again.rpz')
    const twice = await merge(['clinic.rpz', 'again.rpz'], 'both.rpz')
    expect(twice.exit).toBe(1)
    expect(twice.heard.complaints.join('\n')).toContain('M15')
    const same = await merge(['clinic.rpz', 'clinic.rpz'], 'same.rpz')
    expect(same.heard.complaints.join('\n')).toContain('M14')
  })

  test('of a damaged pack changes nothing', async () => {
    const bytes = await readFile(join(folder, 'clinic.rpz'))
    await writeFile(join(folder, 'torn.rpz'), bytes.subarray(0, bytes.length - 40))
    const { exit, heard } = await merge(['torn.rpz'], 'never.rpz')
    expect(exit).toBe(1)
    expect(heard.complaints.join('\n')).toContain('不完整')
    await expect(readFile(join(folder, 'never.rpz'))).rejects.toThrow(/ENOENT/)
  })
})

describe('a proof of inclusion', () => {
  test('is verified by itself', async () => {
    const manifest = await readPackFile(join(folder, 'clinic.rpz'))
    if (!manifest.ok) throw new Error(manifest.error.code)
    const [digest = ''] = manifest.value.content.submissions
    const proof = await writeInclusion(manifest.value, digest, await readSigningKey(key))
    const file = join(folder, 'proof.json')
    await writeFile(file, proof ?? '')
    const heard = hearing()
    expect(await runVerify([file, '--json'], heard)).toBe(0)
    expect(JSON.parse(heard.lines[0] ?? '')).toMatchObject({ ok: true, kind: 'inclusion', digest, count: 1 })
    await writeFile(file, (proof ?? '').replace(/"signature": "./, '"signature": "_'))
    expect(await runVerify([file], hearing())).toBe(1)
  })
})
