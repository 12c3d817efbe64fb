import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { exportJWK, generateKeyPair } from 'jose'
import { beforeAll, describe, expect, test } from 'vitest'
import { readPackFile } from '#cli/pack-file.ts'
import { runPack } from '#cli/pack.ts'
import { signSubmission } from '#core/submission/sign-submission.ts'
import { hearing } from '#tests/support/hearing.ts'
import { aPack } from '#tests/support/packs.ts'
import { aSoundPerson } from '#tests/support/people.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'
import { aUnit } from '#tests/support/units.ts'

const now = new Date(2026, 10, 24, 10, 30)
const idNumbers = ['452526197904182627', '452526197904182643'] as const
const scheme = { id: 'gx-zyjs', version: '2012.1', digest: 'a'.repeat(64) }
const person = (idNumber: string) => aSoundPerson({ idNumber })

let folder: string
let key: string
let unit: string

async function handIn(at: string, idNumber: string): Promise<void> {
  await mkdir(join(folder, at), { recursive: true })
  const { text } = await signSubmission(aSubmissionContent({ scheme }, person(idNumber)), await aSigningKey())
  await writeFile(join(folder, at, `${idNumber}-r1.rpu`), text)
}

async function pack(at: string, to: string, ...more: readonly string[]) {
  const heard = hearing()
  const args = [join(folder, at), '-o', join(folder, to), '--unit', unit, '--key', key, ...more]
  return { exit: await runPack(args, heard, now), heard }
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'caibao-pack-again-'))
  key = join(folder, 'unit.jwk')
  unit = join(folder, 'unit.json')
  const { privateKey } = await generateKeyPair('ES256', { extractable: true })
  await writeFile(key, JSON.stringify(await exportJWK(privateKey)))
  await writeFile(unit, JSON.stringify(aUnit))
})

describe('caibao pack, of a folder with a pack in it', () => {
  test('of its own from before leaves that out and says so', async () => {
    await handIn('own', idNumbers[0])
    expect((await pack('own', 'own/first.rpz')).exit).toBe(0)
    await handIn('own', idNumbers[1])
    const again = await pack('own', 'own/second.rpz')
    expect(again.exit).toBe(0)
    expect(again.heard.lines.join('\n')).toMatch(/own\/first\.rpz 是本单位先前做的上报包，里面的报送都在文件夹里/)
    const read = await readPackFile(join(folder, 'own/second.rpz'))
    expect(read).toMatchObject({ ok: true, value: { content: { count: 2 } } })
    const third = await pack('own', 'own/third.rpz', '--json')
    expect(third.exit).toBe(0)
    const skipped = ['first', 'second'].map((name) => join(folder, `own/${name}.rpz`))
    expect(JSON.parse(third.heard.lines.at(-1) ?? '')).toMatchObject({ people: 2, skipped })
  })

  test('of its own with somebody who is not in the folder any more makes none', async () => {
    await handIn('gone', idNumbers[0])
    await handIn('gone', idNumbers[1])
    expect((await pack('gone', 'gone/first.rpz')).exit).toBe(0)
    await rm(join(folder, 'gone', `${idNumbers[1]}-r1.rpu`))
    const { exit, heard } = await pack('gone', 'gone/second.rpz')
    expect(exit).toBe(1)
    expect(heard.complaints.join('\n')).toContain('gone/first.rpz: 文件夹里有上报包')
  })

  test('that another key signed makes none, whoever is in it', async () => {
    const one = await signSubmission(aSubmissionContent({ scheme }, person(idNumbers[0])), await aSigningKey())
    await mkdir(join(folder, 'others'))
    await writeFile(join(folder, 'others/one.rpu'), one.text)
    await writeFile(join(folder, 'others/theirs.rpz'), await aPack([one], { key: await aSigningKey() }))
    const { exit, heard } = await pack('others', 'others/own.rpz')
    expect(exit).toBe(1)
    expect(heard.complaints).toEqual([
      expect.stringContaining('others/theirs.rpz: 文件夹里有上报包'),
      expect.any(String),
    ])
  })
})
