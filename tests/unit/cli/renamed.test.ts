import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { exportJWK, generateKeyPair } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runCheck } from '#cli/check.ts'
import { runExport } from '#cli/export.ts'
import { runMerge } from '#cli/merge.ts'
import { noteRenamed } from '#cli/renamed-text.ts'
import { runRoster } from '#cli/roster.ts'
import { runVerify } from '#cli/verify.ts'
import type { PersonRecord } from '#core/record/record.ts'
import { signSubmission } from '#core/submission/sign-submission.ts'
import type { SubmissionContent } from '#core/submission/submission.ts'
import { loadTables } from '#server/scheme/load-scheme.ts'
import { complained, type Heard, hearing } from '#tests/support/hearing.ts'
import { anotherPerson } from '#tests/support/more-people.ts'
import { aPack } from '#tests/support/packs.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'
import { aBureau, aUnit } from '#tests/support/units.ts'

const now = new Date(2026, 10, 24, 10, 30)
const renamed = '“现专业技术职务”填报时选的是“高级\u202E技师”，这个代码在现在的代码表里是“工程师”，请核对。'
const shown = renamed.replace('\u202E', '‹U+202E›')
let folder: string
const at = (name: string): string => join(folder, name)

/** Somebody who chose 083 when it was called otherwise. */
const ofThen = (name: string, position: number, changes: Partial<SubmissionContent> = {}): SubmissionContent => {
  const person = anotherPerson(name, position, { currentPost: '083' })
  return aSubmissionContent(changes, { ...person, names: { professional_post: { '083': '高级\u202E技师' } } })
}

const numberOf = (position: number): string => anotherPerson('', position).basic['idNumber'] ?? ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'caibao-renamed-'))
  await mkdir(at('in'))
  const key = await aSigningKey()
  const contents = [ofThen('韦一', 1), aSubmissionContent({}, anotherPerson('韦二', 2))]
  const signed = await Promise.all(contents.map((content) => signSubmission(content, key)))
  for (const [index, { text }] of signed.entries()) await writeFile(at(`in/${index}.rpu`), text)
  await writeFile(at('x.rpz'), await aPack(signed, { unit: aUnit, key }))
  const pair = await generateKeyPair('ES256', { extractable: true })
  await writeFile(at('key.jwk'), JSON.stringify(await exportJWK(pair.privateKey)))
  await writeFile(at('unit.json'), JSON.stringify(aUnit))
  await writeFile(at('bureau.json'), JSON.stringify(aBureau))
})
afterAll(() => rm(folder, { recursive: true }))

type Run = (heard: Heard, to: string, more: readonly string[]) => Promise<number>

const verifying =
  (what: string): Run =>
  (heard, _to, more) =>
    runVerify([at(what), ...more], heard)
const merging: Run = (heard, to, more) =>
  runMerge([at('x.rpz'), '-o', at(to), '--unit', at('bureau.json'), '--key', at('key.jwk'), ...more], heard, now)

describe('a code that meant something else when it was filled in (M17)', () => {
  test.each<[string, Run]>([
    ['verify of a submission', verifying('in/0.rpu')],
    ['verify of a pack', verifying('x.rpz')],
    ['merge', merging],
    [
      'roster',
      (heard, to, more) => runRoster([at('in'), '-o', at(to), '--unit', at('unit.json'), ...more], heard, now),
    ],
    ['export', (heard, to, more) => runExport([at('in'), '-o', at(`${to}.json`), ...more], heard)],
  ])('is told of by %s, with both names', async (name, run) => {
    const [heard, told] = [hearing(), hearing()]
    expect([await run(heard, name, []), complained(heard)]).toEqual([0, []])
    expect(heard.lines.filter((line) => line.includes('M17'))).toEqual([
      `  M17 韦一（${numberOf(1)}） 基本信息：${shown}`,
    ])
    expect(await run(told, `${name}2`, ['--json'])).toBe(0)
    const who = { name: '韦一', idNumber: numberOf(1), birthDate: '1979-04-18' }
    const first = [{ ...who, path: 'basic.currentPost', place: '基本信息', message: renamed }]
    expect(JSON.parse(told.lines.at(-1) ?? '')).toMatchObject({ ok: true, renamed: { people: 1, places: 1, first } })
  })

  test('stands among what check finds', async () => {
    const heard = hearing()
    await runCheck([at('in/0.rpu')], heard, '2026-11-24')
    expect(heard.lines).toContain(`  提醒 M17 basic.currentPost ${shown}`)
  })

  test('is no matter where there is none', async () => {
    const [heard, told] = [hearing(), hearing()]
    expect(await runVerify([at('in/1.rpu')], heard)).toBe(0)
    expect(heard.lines.join('\n')).not.toContain('M17')
    expect(await runVerify([at('in/1.rpu'), '--json'], told)).toBe(0)
    expect(JSON.parse(told.lines[0] ?? '')).not.toHaveProperty('renamed')
  })

  test('is told of each of two namesakes, and by the row of a table', async () => {
    const notes = noteRenamed(await loadTables())
    const titles = [{ titleLevel: '3' }, { titleLevel: '2' }]
    const ofRows = (position: number, basic: PersonRecord['basic'] = {}): SubmissionContent => {
      const person = anotherPerson('韦一', position, basic)
      return aSubmissionContent({}, { ...person, titles, names: { title_level: { '2': '特级' } } })
    }
    const unknown = { idNumber: '', birthDate: '' }
    for (const content of [ofRows(1), ofRows(2), ofRows(3, { idNumber: '' }), ofRows(4, unknown)]) notes.take(content)
    const said = '专业技术资格信息 第 2 条：“职称等级”填报时选的是“特级”，这个代码在现在的代码表里是“副高级”，请核对。'
    expect(notes.lines()).toEqual([
      `M17 韦一（${numberOf(1)}） ${said}`,
      `M17 韦一（${numberOf(2)}） ${said}`,
      `M17 韦一（1979-04-18 出生） ${said}`,
      `M17 韦一 ${said}`,
    ])
    expect(notes.facts().renamed?.first).toMatchObject([
      { idNumber: numberOf(1), path: 'titles[1].titleLevel', place: '专业技术资格信息 第 2 条' },
      { idNumber: numberOf(2) },
      { idNumber: '', birthDate: '1979-04-18' },
      unknown,
    ])
  })

  test('of many people is told of the first of them, and how many there are', async () => {
    const notes = noteRenamed(await loadTables())
    for (let index = 0; index < 25; index += 1) notes.take(ofThen(`韦${index}`, index + 1))
    const newer = { scheme: { ...aSubmissionContent().scheme, version: '2099.1' } }
    // What its codes mean by now, nobody here knows.
    notes.take(ofThen('韦新', 50, newer))
    expect(notes.lines()).toHaveLength(21)
    expect(notes.lines().at(-1)).toBe('M17 另有 5 处，一共 25 人。')
    expect(notes.facts()).toMatchObject({ renamed: { people: 25, places: 25 } })
  })
})
