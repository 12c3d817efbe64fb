import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { exportJWK, generateKeyPair } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runCheck } from '#cli/check.ts'
import { runCorrect } from '#cli/correct.ts'
import { runExport } from '#cli/export.ts'
import { runMerge } from '#cli/merge.ts'
import { runPack } from '#cli/pack.ts'
import { submissionsInFile } from '#cli/pack-file.ts'
import { runReturn } from '#cli/return.ts'
import { runRoster } from '#cli/roster.ts'
import { runVerify } from '#cli/verify.ts'
import { readXlsx } from '#core/spreadsheet/read-xlsx.ts'
import { readReturnSlip } from '#core/return-slip/read-return-slip.ts'
import { complained, hearing } from '#tests/support/hearing.ts'
import { pdfText } from '#tests/support/pdf-text.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { syntheticPerson } from '#tests/support/synthetic/person.ts'
import { syntheticSubmissions } from '#tests/support/synthetic/submissions.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'
import { signSubmission } from '#core/submission/sign-submission.ts'
import { aBureau, aUnit } from '#tests/support/units.ts'

const now = new Date(2026, 10, 25, 10, 30)
const today = '2026-11-25'
const employer = { name: '北流市第一中学', division: '450981' }
const slow = { timeout: 120_000 }

let folder: string
const at = (...names: readonly string[]): string => join(folder, ...names)

/** Runs a command and gives its exit code beside what it said. */
async function run(command: (heard: ReturnType<typeof hearing>) => Promise<number>) {
  const heard = hearing()
  return { exit: await command(heard), out: heard.lines, err: complained(heard) }
}

async function handIn(name: string, people: AsyncIterable<{ readonly text: string }>): Promise<void> {
  await mkdir(at(name), { recursive: true })
  let index = 0
  for await (const { text } of people) await writeFile(at(name, `${(index += 1)}.rpu`), text)
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'caibao-ladder-'))
  const { privateKey } = await generateKeyPair('ES256', { extractable: true })
  await writeFile(at('unit.jwk'), JSON.stringify(await exportJWK(privateKey)))
  await writeFile(at('unit.json'), JSON.stringify(aUnit))
  const clinic = { ...aUnit, name: '北流市人民医院', orgCode: '12450981498811999X' }
  await writeFile(at('clinic.json'), JSON.stringify(clinic))
  await writeFile(at('bureau.json'), JSON.stringify(aBureau))
  await handIn('school', syntheticSubmissions(6, { seed: 11, faultShare: 0, rareShare: 0.5, employer }))
  await handIn('clinic', syntheticSubmissions(4, { seed: 12, faultShare: 0 }))
})
afterAll(() => rm(folder, { recursive: true }))

describe('the ladder of a unit on the command line', () => {
  test('check, return, the next revision, a correction, roster, report, merge, export', slow, async () => {
    // Somebody of the school hands in with a wrong mobile; the unit sends it back; the next revision is right.
    const { record } = syntheticPerson(77, { faultShare: 0, employer })
    const wrong = { ...record, basic: { ...record.basic, mobile: '138' } }
    const key = await aSigningKey()
    const first = await signSubmission(aSubmissionContent({}, wrong), key)
    await writeFile(at('school', '韦莉.rpu'), first.text)

    const check = await run((heard) => runCheck([at('school', '韦莉.rpu'), '--json'], heard, today))
    expect(check.exit).toBe(1)
    expect(check.out.join('')).toContain('"B51"')
    const sign = ['--unit', at('unit.json'), '--key', at('unit.jwk')]
    const refused = await run((heard) => runPack([at('school'), '-o', at('school.rpz'), ...sign], heard, now))
    expect(refused.exit).toBe(1)

    const back = [at('school', '韦莉.rpu'), '-o', at('韦莉.rtn'), ...sign, '--comment', 'basic.mobile=少了几位']
    expect((await run((heard) => runReturn(back, heard, now))).exit).toBe(0)
    const slip = await readReturnSlip(await readFile(at('韦莉.rtn'), 'utf8'))
    expect(slip.ok && slip.value.content.submissionDigest).toBe(first.digest)

    const second = await signSubmission(aSubmissionContent({ revision: 2, previous: first.digest }, record), key)
    await writeFile(at('school', '韦莉 2.rpu'), second.text)

    // The unit corrects somebody's mobile; the original stays beside the correction.
    const set = ['--set', 'basic.mobile=13877501233', '--reason', '本人来电更正']
    const correcting = [
      at('school', '1.rpu'),
      '-o',
      at('school', '1 改.rpu'),
      '--key',
      at('unit.jwk'),
      '--by',
      '黄采集',
    ]
    const corrected = await run((heard) => runCorrect([...correcting, ...set], heard, now))
    expect([corrected.exit, corrected.err]).toEqual([0, []])

    const roster = await run((heard) =>
      runRoster([at('school'), '-o', at('school.pdf'), '--unit', at('unit.json'), '--json'], heard, now),
    )
    expect([roster.exit, roster.err]).toEqual([0, []])
    const printed: unknown = JSON.parse(roster.out[0] ?? '')
    expect(printed).toMatchObject({ people: 7 })
    const paper = pdfText(await readFile(at('school.pdf'))).join('\n')
    for (let index = 0; index < 6; index += 1) {
      const { basic } = syntheticPerson(index, { seed: 11, faultShare: 0, rareShare: 0.5, employer }).record
      expect(paper.replaceAll('\n', '')).toContain(basic['name'])
      expect(paper).toContain(basic['idNumber'])
    }

    const digest = String(Reflect.get(Object(printed), 'digest'))
    const packing = [at('school'), '-o', at('school.rpz'), ...sign, '--roster']
    const changed = await run((heard) => runPack([...packing, 'f'.repeat(64)], heard, now))
    expect([changed.exit, changed.err.join('')]).toEqual([1, expect.stringContaining('M12')])
    expect((await run((heard) => runPack([...packing, digest], heard, now))).exit).toBe(0)
    const signClinic = ['--unit', at('clinic.json'), '--key', at('unit.jwk')]
    const clinic = [at('clinic'), '-o', at('clinic.rpz'), ...signClinic]
    expect((await run((heard) => runPack(clinic, heard, now))).exit).toBe(0)

    const merging = [at('school.rpz'), at('clinic.rpz'), '-o', at('city.rpz'), '--key', at('unit.jwk')]
    const own = await run((heard) => runMerge([...merging, '--unit', at('unit.json')], heard, now))
    expect([own.exit, own.err.join('')]).toEqual([1, expect.stringContaining('M14')])
    merging.push('--unit', at('bureau.json'))
    expect((await run((heard) => runMerge(merging, heard, now))).exit).toBe(0)
    expect((await run((heard) => runVerify([at('city.rpz')], heard))).exit).toBe(0)

    const exporting = [at('city.rpz'), '-o', at('city.xlsx'), '--json']
    const exported = await run((heard) => runExport(exporting, heard))
    expect(exported.out).toEqual([JSON.stringify({ file: at('city.xlsx'), ok: true, people: 11 })])
    const tables = await readXlsx(new Blob([await readFile(at('city.xlsx'))]))
    expect(tables.ok && tables.value[0]?.rows).toHaveLength(12)
    expect(JSON.stringify(tables.ok && tables.value[0]?.rows).split('13877501233')).toHaveLength(2)
    expect((await readdir(at())).filter((name) => name.includes('.part'))).toEqual([])
  })

  test('a person learns whether their file is in the pack', slow, async () => {
    const included = (file: string) => run((heard) => runVerify([file, '--included', at('city.rpz')], heard))
    expect((await included(at('school', '2.rpu'))).exit).toBe(0)
    expect((await included(at('school', '1 改.rpu'))).exit).toBe(0)
    const older = await included(at('school', '韦莉.rpu'))
    expect([older.exit, older.out.join('\n')]).toEqual([1, expect.stringContaining('不在')])
  })

  test('a whole folder is verified, a spoilt file found', slow, async () => {
    expect((await run((heard) => runVerify([at('clinic')], heard))).exit).toBe(0)
    await mkdir(at('spoilt'))
    const text = await readFile(at('clinic', '1.rpu'), 'utf8')
    await writeFile(at('spoilt', '1.rpu'), text.replace(/"payload": "(.{40})./, '"payload": "$1A'))
    expect((await run((heard) => runVerify([at('spoilt')], heard))).exit).toBe(1)
    const exported = await run((heard) => runExport([at('spoilt'), '-o', at('spoilt.xlsx')], heard))
    expect(exported.exit).toBe(1)
    await expect(stat(at('spoilt.xlsx'))).rejects.toThrow('ENOENT')
  })

  test('CSV comes as a file for each table, JSON as one', slow, async () => {
    expect((await run((heard) => runExport([at('school'), '-o', at('人员.csv')], heard))).exit).toBe(0)
    expect(await readFile(at('人员.csv'), 'utf8')).toMatch(/^\uFEFF记录号,姓名,身份证号/)
    expect((await readFile(at('人员-学历学位情况.csv'), 'utf8')).split('\r\n').length).toBeGreaterThan(14)
    expect((await run((heard) => runExport([at('school'), '-o', at('人员.json')], heard))).exit).toBe(0)
    expect(JSON.parse(await readFile(at('人员.json'), 'utf8'))).toHaveLength(7)
    const again = run((heard) => runExport([at('school'), '-o', at('人员.json')], heard))
    await expect(again).rejects.toThrow('EEXIST')
  })

  test('pack, merge, pack keeps every byte of every original payload and signature', slow, async () => {
    const originals = new Map<string, string>()
    for (const name of ['school', 'clinic']) {
      for await (const submission of submissionsInFile(at(`${name}.rpz`)))
        originals.set(submission.digest, submission.text)
    }
    let found = 0
    for await (const { digest, text } of submissionsInFile(at('city.rpz'))) {
      const [before, after] = [JSON.parse(originals.get(digest) ?? ''), JSON.parse(text)]
      expect(after.payload).toBe(before.payload)
      expect(after.signatures.slice(0, before.signatures.length)).toEqual(before.signatures)
      expect(after.signatures).toHaveLength(before.signatures.length + 1)
      found += 1
    }
    expect(found).toBe(originals.size)
  })
})
