import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { exportJWK, generateKeyPair } from 'jose'
import { beforeAll, describe, expect, test } from 'vitest'
import { runCheck } from '#cli/check.ts'
import { runExport } from '#cli/export.ts'
import { runMerge } from '#cli/merge.ts'
import { readPackFile, writePackFile } from '#cli/pack-file.ts'
import { runPack } from '#cli/pack.ts'
import { runRoster } from '#cli/roster.ts'
import { runShow } from '#cli/show.ts'
import { sayThrown } from '#cli/say-error.ts'
import { readSigningKey } from '#cli/signing-key.ts'
import { runVerify } from '#cli/verify.ts'
import type { PersonRecord } from '#core/record/record.ts'
import { signSubmission } from '#core/submission/sign-submission.ts'
import { rosterCodeText } from '#core/review/roster-code.ts'
import { rosterDigest } from '#core/review/roster.ts'
import { correctSubmission } from '#core/review/correct-submission.ts'
import { aPack, someSubmissions } from '#tests/support/packs.ts'
import { pdfText } from '#tests/support/pdf-text.ts'
import { complained, hearing } from '#tests/support/hearing.ts'
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

const theClinic = { ...aUnit, name: '北流市人民医院', orgCode: '12450981498811999X' }

const person = (idNumber: string): PersonRecord => aSoundPerson({ idNumber })

const madeWith = (version: string) => ({ scheme: { id: 'gx-zyjs', version, digest: 'a'.repeat(64) } })

async function handIn(at: string, record: PersonRecord, revision = 1, version = '2012.1'): Promise<void> {
  await mkdir(join(folder, at), { recursive: true })
  const content = aSubmissionContent({ revision, ...madeWith(version) }, record)
  const { text } = await signSubmission(content, await aSigningKey())
  await writeFile(join(folder, at, `${record.basic['idNumber'] ?? ''}-r${revision}.rpu`), text)
}

function pack(at: string, to: string, by = 'unit.json', more: readonly string[] = []) {
  const heard = hearing()
  const args = [join(folder, at), '-o', join(folder, to), '--unit', join(folder, by), '--key', key, ...more]
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
  await writeFile(join(folder, 'clinic.json'), JSON.stringify(theClinic))
  await writeFile(join(folder, 'bureau.json'), JSON.stringify(aBureau))
  await handIn('school', person(idNumbers[0]))
  await handIn('school', person(idNumbers[0]), 2)
  await handIn('school/more', person(idNumbers[1]))
  await handIn('clinic', person(idNumbers[2]))
})

describe('caibao pack', () => {
  test('packs the newest submission of everyone in a folder, and verify reads it', async () => {
    const packed = await pack('school', 'school.rpz')
    expect(packed.exit).toBe(0)
    // On a machine that takes its time, how far it is stands there.
    expect(complained(packed.heard)).toEqual([])
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
    const thrown: unknown = await pack('school', 'school.rpz').catch((cause: unknown) => cause)
    expect(thrown).toMatchObject({ code: 'EEXIST' })
    expect(sayThrown(thrown)).toBe(`已经有 ${join(folder, 'school.rpz')}，没有覆盖。请换一个文件名，或先把它移走。`)
    const wrong = person(idNumbers[1])
    await handIn('wrong', { ...wrong, basic: { ...wrong.basic, idNumber: '452526197904182628' } })
    const { exit, heard } = await pack('wrong', 'wrong.rpz')
    expect(exit).toBe(1)
    expect(heard.complaints.join('\n')).toContain('B12')
  })
})

describe('caibao pack --roster', () => {
  test('takes the code of the roster of these people, and no code of totals of the same', async () => {
    const digests: string[] = []
    const read = await readPackFile(join(folder, 'school.rpz'), {
      onSubmission: ({ digest }) => void digests.push(digest),
    })
    if (!read.ok) throw new Error(read.error.code)
    const code = { digest: await rosterDigest(digests), count: 2 }
    const totals = ['--roster', rosterCodeText(code, 'totals')]
    const refused = await pack('school', 'totals.rpz', 'unit.json', totals)
    expect(refused.exit).toBe(1)
    expect(refused.heard.complaints.join('\n')).toContain('--roster 给的是统计表的校验码')
    const other = ['--roster', rosterCodeText({ ...code, digest: 'a'.repeat(64) })]
    expect((await pack('school', 'other.rpz', 'unit.json', other)).heard.complaints.join('\n')).toContain('M12')
    expect((await pack('school', 'roster.rpz', 'unit.json', ['--roster', rosterCodeText(code)])).exit).toBe(0)
  })
})

describe('caibao roster', () => {
  test('says dates and codes in words, a code its table lacks by the name it was filled in with', async () => {
    const sound = person(idNumbers[0])
    const names = { professional_post: { '9x9': '特聘教学岗位' } }
    await handIn('words', { ...sound, basic: { ...sound.basic, currentPost: '9x9' }, names })
    const target = join(folder, 'words.pdf')
    expect(await runRoster([join(folder, 'words'), '-o', target, '--unit', unit], hearing(), now)).toBe(0)
    const text = pdfText(await readFile(target))
      .join('\n')
      .split('\n')
    expect(text).toEqual(expect.arrayContaining(['女性', '2006年12月', '特聘教学岗位']))
    expect(text).not.toContain('9x9')
  })
})

describe('a folder from the time of a scheme update', () => {
  const aged = (name: string): string => join(folder, name)
  const told = (heard: ReturnType<typeof hearing>): unknown => JSON.parse(heard.lines.at(-1) ?? '')

  test('is checked by the rules of today, packed, printed and exported, and says who is of an earlier version', async () => {
    await handIn('aged', person(idNumbers[0]), 1, '2012.0')
    await handIn('aged', person(idNumbers[1]))
    const packed = await pack('aged', 'aged.rpz')
    expect(packed.exit).toBe(0)
    expect(packed.heard.lines.join('\n')).toContain('1 人用较早的采集方案 2012.0 版填写，按现在的规则检查')
    const read = await readPackFile(aged('aged.rpz'))
    expect(read).toMatchObject({ ok: true, value: { content: { count: 2, scheme: { version: '2012.1' } } } })
    for (const from of ['aged', 'aged.rpz']) {
      const [exported, printed] = [hearing(), hearing()]
      expect(await runExport([aged(from), '-o', aged(`${from}.json`), '--json'], exported)).toBe(0)
      expect(told(exported)).toMatchObject({ people: 2, earlier: { '2012.0': 1 } })
      const args = [aged(from), '-o', aged(`${from}.pdf`), '--unit', unit, '--json']
      expect(await runRoster(args, printed, now)).toBe(0)
      expect(told(printed)).toMatchObject({ people: 2, earlier: { '2012.0': 1 } })
    }
    const file = aged(`aged/${idNumbers[0]}-r1.rpu`)
    const [checked, shown] = [hearing(), hearing()]
    expect(await runCheck([file, '--json'], checked, '2026-11-24')).toBe(0)
    expect(told(checked)).toMatchObject({ ok: true, earlier: '2012.0' })
    expect(await runShow([file], shown)).toBe(0)
    expect(shown.lines.join('\n')).toContain('用较早的采集方案 2012.0 版填写')
  })

  test('of which somebody is of a newer version, or of another scheme, comes through nothing', async () => {
    await handIn('ahead', person(idNumbers[0]), 1, '2012.2')
    const packed = await pack('ahead', 'ahead.rpz')
    expect(packed.exit).toBe(1)
    expect(packed.heard.complaints.join('\n')).toMatch(
      /用较新的采集方案 2012\.2 版做的，这里的 codes 文件夹是 2012\.1 版/,
    )
    const heard = hearing()
    expect(await runExport([aged('ahead'), '-o', aged('ahead.json')], heard)).toBe(1)
    expect(await runRoster([aged('ahead'), '-o', aged('ahead.pdf'), '--unit', unit], heard, now)).toBe(1)
    expect(await runCheck([aged(`ahead/${idNumbers[0]}-r1.rpu`)], heard, '2026-11-24')).toBe(2)
    expect(
      heard.complaints.filter((line) => line.includes('请把本软件（连同 codes 文件夹）更新到带 2012.2 版的')),
    ).toHaveLength(3)
    expect(await runVerify([aged('ahead')], heard)).toBe(0)
  })
})

describe('caibao merge', () => {
  test('takes packs of several versions together and signs as the newest, and none of another scheme', async () => {
    const made = async (name: string, scheme: { id: string; version: string }, idNumber: string, line: string) => {
      const of = name === 'v9.rpz' ? aUnit : theClinic
      const content = aSubmissionContent(madeWith(line), person(idNumber))
      const { text, digest } = await signSubmission(content, await aSigningKey())
      await writePackFile(join(folder, name), {
        manifest: { unit: of, scheme, createdAt: now.toISOString(), submissions: [digest] },
        submissions: (async function* one() {
          yield text
        })(),
        key: await readSigningKey(key, undefined),
      })
    }
    await made('v0.rpz', { id: 'gx-zyjs', version: '2012.0' }, idNumbers[0], '2012.0')
    await made('v9.rpz', { id: 'gx-zyjs', version: '2012.9' }, idNumbers[1], '2012.10')
    await made('gd.rpz', { id: 'gd-zyjs', version: '2012.9' }, idNumbers[2], '2012.9')
    const { exit, heard } = await merge(['v9.rpz', 'v0.rpz'], 'versions.rpz')
    expect(exit).toBe(0)
    expect(heard.lines.join('\n')).toMatch(/M16 .*2012\.0/)
    const read = await readPackFile(join(folder, 'versions.rpz'))
    // A line may be of a newer version than its pack says: whoever takes it needs that one.
    expect(read).toMatchObject({ ok: true, value: { content: { scheme: { id: 'gx-zyjs', version: '2012.10' } } } })
    const other = await merge(['v9.rpz', 'gd.rpz'], 'other.rpz')
    expect(other.exit).toBe(1)
    expect(other.heard.complaints.join('\n')).toContain('M16')
  })

  test('makes one pack of several, each submission signed by all who had it', async () => {
    await pack('clinic', 'clinic.rpz', 'clinic.json')
    expect(await merge(['school.rpz', 'clinic.rpz'], 'city.rpz')).toMatchObject({ exit: 0 })
    const signers: number[] = []
    const read = await readPackFile(join(folder, 'city.rpz'), {
      onSubmission: (submission) => void signers.push(submission.signers.length),
    })
    expect(read).toMatchObject({ ok: true, value: { content: { count: 3, merged: [{ count: 2 }, { count: 1 }] } } })
    expect(signers).toEqual([3, 3, 3])
  })

  test('holds what the unit corrected, not what it corrected it from, whichever digest is the greater', async () => {
    const named = <Made>(record: Made): Made => record
    const by = { by: '黄采集', at: now.toISOString(), key: await aSigningKey(), named }
    for (let run = 0; run < 4; run += 1) {
      const at = `corrected-${run}`
      const content = aSubmissionContent({ revision: 1 }, person(idNumbers[0]))
      const signed = await signSubmission(content, await aSigningKey())
      const wanted = [{ path: 'basic.mobile', after: '13877501233', reason: '本人更正' }]
      const made = await correctSubmission({ content, digest: signed.digest }, wanted, by)
      if (!made.ok) throw new Error(made.error.code)
      await mkdir(join(folder, at))
      await writeFile(join(folder, at, 'original.rpu'), signed.text)
      await writeFile(join(folder, at, 'corrected.rpu'), made.value.text)
      expect((await pack(at, `${at}.rpz`)).exit).toBe(0)
      const read = await readPackFile(join(folder, `${at}.rpz`))
      expect(read).toMatchObject({ ok: true, value: { content: { submissions: [made.value.digest] } } })
    }
  })

  test('leaves one person from two units to people', async () => {
    const [one] = await someSubmissions(1)
    if (!one) throw new Error('one person is needed')
    await writeFile(join(folder, 'one.rpz'), await aPack([one], { key: await aSigningKey() }))
    await writeFile(join(folder, 'other.rpz'), await aPack([one], { key: await aSigningKey(), unit: theClinic }))
    const { exit, heard } = await merge(['one.rpz', 'other.rpz'], 'both.rpz')
    expect(exit).toBe(1)
    expect(heard.complaints.join('\n')).toMatch(/M15 .* 同时在 .*one\.rpz 和 .*other\.rpz 里，请确定由哪个单位报。/)
  })

  test('names two packs of one unit, and asks nobody which unit reports', async () => {
    await handIn('again', person(idNumbers[2]), 2)
    await pack('again', 'again.rpz', 'clinic.json')
    const { exit, heard } = await merge(['clinic.rpz', 'again.rpz'], 'both.rpz')
    expect(exit).toBe(1)
    const said = heard.complaints.join('\n')
    expect(said).toMatch(/M14 .*clinic\.rpz 和 .*again\.rpz 都是“北流市人民医院”的上报包，有 1 人在两个里都有。/)
    expect(said).not.toContain('M15')
  })

  test('takes no two packs of one unit, also when nobody is in both: the later may have left somebody out', async () => {
    const [gone, stays] = await Promise.all(
      idNumbers
        .slice(0, 2)
        .map(async (idNumber) => signSubmission(aSubmissionContent({}, person(idNumber)), await aSigningKey())),
    )
    if (!gone || !stays) throw new Error('two people are needed')
    const signing = await aSigningKey()
    await writeFile(join(folder, 'monday.rpz'), await aPack([gone], { key: signing }))
    await writeFile(join(folder, 'tuesday.rpz'), await aPack([stays], { key: signing, createdAt: now.toISOString() }))
    const { exit, heard } = await merge(['monday.rpz', 'tuesday.rpz'], 'never.rpz')
    expect(exit).toBe(1)
    expect(heard.complaints.join('\n')).toMatch(
      /M14 .*monday\.rpz 和 .*tuesday\.rpz 都是“北流市第一中学”的上报包。请只留下/,
    )
  })

  test('says of one pack given twice only that, and names nobody in it', async () => {
    const { exit, heard } = await merge(['clinic.rpz', 'clinic.rpz'], 'same.rpz')
    expect(exit).toBe(1)
    const said = heard.complaints.join('\n')
    expect(said).toContain('M14 北流市人民医院 的这个上报包给了两次。')
    expect(said).not.toMatch(/M15|都是/)
  })

  test('names a person who is twice in one pack', async () => {
    const content = aSubmissionContent({}, person(idNumbers[2]))
    const one = await signSubmission(content, await aSigningKey())
    const later = await signSubmission({ ...content, revision: 2 }, await aSigningKey())
    await writeFile(join(folder, 'within.rpz'), await aPack([one, later], { key: await aSigningKey() }))
    const { exit, heard } = await merge(['within.rpz'], 'never.rpz')
    expect(exit).toBe(1)
    expect(heard.complaints.join('\n')).toMatch(/M02 .* 在 .*within\.rpz 里有两份/)
  })

  test('takes no pack of changes for everybody', async () => {
    const [submission] = await someSubmissions(1)
    if (!submission) throw new Error('one person is needed')
    const changes = { since: 'a'.repeat(64), withdrawn: ['b'.repeat(64)] }
    await writeFile(join(folder, 'changes.rpz'), await aPack([submission], { key: await aSigningKey(), changes }))
    const { exit, heard } = await merge(['changes.rpz'], 'never.rpz')
    expect(exit).toBe(1)
    expect(heard.complaints.join('\n')).toContain('只含“北流市第一中学”上次上报之后的变化')
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
