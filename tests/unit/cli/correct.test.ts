import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { exportJWK, generateKeyPair } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runCorrect } from '#cli/correct.ts'
import { runReturn } from '#cli/return.ts'
import { readSubmission } from '#core/submission/read-submission.ts'
import { sealSubmission } from '#core/submission/seal-submission.ts'
import { signSubmission } from '#core/submission/sign-submission.ts'
import { nodeFileCrypto } from '#server/intake/node-file-crypto.ts'
import { hearing } from '#tests/support/hearing.ts'
import { aSoundPerson } from '#tests/support/people.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'
import { anOpeningKey, aUnit } from '#tests/support/units.ts'

const now = new Date(2026, 10, 25, 10, 30)
const person = aSoundPerson({ mobile: '13877501230' })
const mobile = ['--set', 'basic.mobile=13877501233', '--reason', '本人来电更正'] as const

let folder: string
let original: string
const at = (name: string): string => join(folder, name)

async function correct(to: string, ...asked: readonly string[]) {
  const heard = hearing()
  const args = [at('a.rpu'), '-o', at(to), '--key', at('unit.jwk'), '--by', '黄采集', ...asked]
  return { exit: await runCorrect(args, heard, now), out: heard.lines.join('\n'), err: heard.complaints.join('\n') }
}

async function read(name: string) {
  const file = await readSubmission(await readFile(at(name), 'utf8'), nodeFileCrypto)
  if (!file.ok) throw new Error(file.error.code)
  return file.value
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'caibao-correct-'))
  const { privateKey } = await generateKeyPair('ES256', { extractable: true })
  await writeFile(at('unit.jwk'), JSON.stringify(await exportJWK(privateKey)))
  const { text } = await signSubmission(aSubmissionContent({}, person), await aSigningKey())
  original = text
  await writeFile(at('a.rpu'), text)
})
afterAll(() => rm(folder, { recursive: true }))

describe('caibao correct', () => {
  test('changes field by field with the reason of each, says who and when, and leaves the original as it is', async () => {
    const name = ['--set', 'basic.address=北流市城东一路 8 号', '--reason', '按户口本'] as const
    const done = await correct('b.rpu', ...mobile, ...name)
    expect(done).toMatchObject({ exit: 0, err: '' })
    expect(done.out).toContain('basic.mobile  13877501230 → 13877501233')
    const [before, after] = [await read('a.rpu'), await read('b.rpu')]
    expect(after.content).toMatchObject({
      previous: before.digest,
      record: { basic: { mobile: '13877501233', address: '北流市城东一路 8 号' } },
      corrections: [
        {
          by: '黄采集',
          at: now.toISOString(),
          path: 'basic.mobile',
          before: '13877501230',
          after: '13877501233',
          reason: '本人来电更正',
        },
        { path: 'basic.address', after: '北流市城东一路 8 号', reason: '按户口本' },
      ],
    })
    expect(await readFile(at('a.rpu'), 'utf8')).toBe(original)
    await expect(correct('b.rpu', ...mobile)).rejects.toThrow('EEXIST')
  })

  test('names the codes it puts in', async () => {
    await correct('post.rpu', '--set', 'basic.currentPost=083', '--reason', '按聘书')
    expect((await read('post.rpu')).content.record.names?.['professional_post']).toEqual({ '083': '工程师' })
  })

  test('says what the rules still refuse in it', async () => {
    expect((await correct('short.rpu', '--set', 'basic.mobile=138', '--reason', '看不清')).out).toContain(
      '还有 1 处必改',
    )
  })

  test('opens what is sealed to the unit', async () => {
    const opening = await anOpeningKey()
    await writeFile(at('open.jwk'), JSON.stringify(await exportJWK(opening.privateKey)))
    await writeFile(at('a.rpu'), await sealSubmission(original, [opening.publicJwk]))
    expect((await correct('opened.rpu', ...mobile)).exit).toBe(2)
    expect((await correct('opened.rpu', ...mobile, '--open-key', at('open.jwk'))).exit).toBe(0)
    await writeFile(at('a.rpu'), original)
  })

  test.each([
    [
      'a place the form does not have',
      ['--set', 'basic.nickname=小莉', '--reason', '补'],
      1,
      '没有“basic.nickname”这一栏',
    ],
    [
      'a row that is not there',
      ['--set', 'education[9].school=广西大学', '--reason', '补'],
      1,
      '没有“education[9].school”这一栏',
    ],
    ['what stands there already', ['--set', 'basic.mobile=13877501230', '--reason', '补'], 1, '没有要修改的内容'],
    ['a reason nobody could read in the file', ['--set', 'basic.mobile=1', '--reason', '补'.repeat(501)], 1, 'a.rpu'],
    ['a change without a reason', ['--set', 'basic.mobile=1'], 2, '用法'],
    ['a blank reason', ['--set', 'basic.mobile=1', '--reason', ' '], 2, '用法'],
    [
      'two changes with one reason',
      ['--set', 'basic.mobile=1', '--set', 'basic.address=2', '--reason', '补'],
      2,
      '用法',
    ],
    ['two changes of one place', [...mobile, ...mobile], 2, '用法'],
    ['a clerk with nothing but blanks for a name', [...mobile, '--by', ' '], 2, '姓名不能空着'],
  ] as const)('refuses %s, and writes nothing', async (_, asked, exit, said) => {
    const refused = await correct('none.rpu', ...asked)
    expect(refused).toMatchObject({ exit, err: expect.stringContaining(said) })
    await expect(stat(at('none.rpu'))).rejects.toThrow('ENOENT')
  })
})

describe('caibao return', () => {
  async function sendBack(file: string, comment = 'basic.mobile=少了几位') {
    await writeFile(at('unit.json'), JSON.stringify(aUnit))
    const heard = hearing()
    const args = [at(file), '-o', at('x.rtn'), '--unit', at('unit.json'), '--key', at('unit.jwk'), '--comment', comment]
    return { exit: await runReturn(args, heard, now), err: heard.complaints.join('\n') }
  }

  test('refuses what the unit corrected, once or twice: the person has the original alone', async () => {
    expect((await correct('once.rpu', ...mobile)).exit).toBe(0)
    const again = ['-o', at('twice.rpu'), '--key', at('unit.jwk'), '--by', '黄采集']
    const set = ['--set', 'basic.address=城东一路 8 号', '--reason', '按户口本']
    expect(await runCorrect([at('once.rpu'), ...again, ...set], hearing(), now)).toBe(0)
    for (const file of ['once.rpu', 'twice.rpu']) {
      const refused = await sendBack(file)
      expect(refused).toMatchObject({ exit: 1, err: expect.stringContaining('请用本人报送的原件退回') })
      await expect(stat(at('x.rtn'))).rejects.toThrow('ENOENT')
    }
  })

  test('writes no slip that no reader would take', async () => {
    const refused = await sendBack('a.rpu', `basic.${'a'.repeat(70)}=这一栏`)
    expect(refused).toMatchObject({ exit: 1, err: expect.stringContaining('a.rpu') })
    await expect(stat(at('x.rtn'))).rejects.toThrow('ENOENT')
  })
})
