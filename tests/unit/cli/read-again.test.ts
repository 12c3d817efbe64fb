import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { runExport } from '#cli/export.ts'
import { writePackFile } from '#cli/pack-file.ts'
import { peopleInFiles } from '#cli/people-in.ts'
import { writeWholeFiles, writeWholeText } from '#cli/write-whole-file.ts'
import { signSubmission } from '#core/submission/sign-submission.ts'
import { hearing } from '#tests/support/hearing.ts'
import { aSoundPerson } from '#tests/support/people.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'
import { aUnit } from '#tests/support/units.ts'

const idNumbers = ['452526197904182627', '452526197904182643', '45252619790418266X'] as const
const scheme = { id: 'gx-zyjs', version: '2012.1' } as const
let folder: string

const signed = async (idNumber: string, revision = 1) =>
  signSubmission(aSubmissionContent({ revision }, aSoundPerson({ idNumber })), await aSigningKey())

async function aPackOf(file: string, idNumbersIn: readonly string[], revision = 1): Promise<void> {
  const submissions = await Promise.all(idNumbersIn.map((idNumber) => signed(idNumber, revision)))
  await writePackFile(file, {
    manifest: {
      unit: aUnit,
      scheme,
      createdAt: '2026-11-24T03:00:00.000Z',
      submissions: submissions.map(({ digest }) => digest),
    },
    submissions: (async function* texts() {
      for (const { text } of submissions) yield text
    })(),
    key: await aSigningKey(),
  })
}

async function namesOf(each: () => AsyncIterable<{ readonly content: { readonly record: { basic: object } } }>) {
  const found: unknown[] = []
  for await (const { content } of each()) found.push(Reflect.get(content.record.basic, 'idNumber'))
  return found
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'caibao-again-'))
})
afterEach(() => rm(folder, { recursive: true }))

describe('files that are read a second time', () => {
  test('give the same people, from packs and single files', async () => {
    await mkdir(join(folder, 'in'))
    await aPackOf(join(folder, 'in', 'two.rpz'), idNumbers.slice(0, 2))
    await writeFile(join(folder, 'in', 'one.rpu'), (await signed(idNumbers[2])).text)
    const people = await peopleInFiles(join(folder, 'in'), { scheme })
    expect(new Set(await namesOf(people.each))).toEqual(new Set(idNumbers))
  })

  test('are refused when they changed meanwhile: a pack with others in it, a file of another person', async () => {
    const pack = join(folder, 'people.rpz')
    const other = join(folder, 'other.rpz')
    await aPackOf(pack, idNumbers)
    await aPackOf(other, idNumbers, 2)
    const inPack = await peopleInFiles(pack, { scheme })
    await copyFile(other, pack)
    await expect(namesOf(inPack.each)).rejects.toThrow('在处理时变了')
    const file = join(folder, 'one.rpu')
    await writeFile(file, (await signed(idNumbers[0])).text)
    const inFile = await peopleInFiles(file, { scheme })
    await writeFile(file, (await signed(idNumbers[1])).text)
    await expect(namesOf(inFile.each)).rejects.toThrow('在处理时变了')
    await writeFile(file, '不再是报送文件')
    await expect(namesOf(inFile.each)).rejects.toThrow('在处理时变了')
  })
})

describe('tables written side by side', () => {
  test('are all there or none: one that is there already is left as it is', async () => {
    const file = join(folder, 'one.rpu')
    await writeFile(file, (await signed(idNumbers[0])).text)
    await writeFile(join(folder, '人员-学历学位情况.csv'), '别人的')
    const heard = hearing()
    await expect(runExport([file, '-o', join(folder, '人员.csv')], heard)).rejects.toThrow('EEXIST')
    expect((await readdir(folder)).sort()).toEqual(['one.rpu', '人员-学历学位情况.csv'])
    expect(await readFile(join(folder, '人员-学历学位情况.csv'), 'utf8')).toBe('别人的')
  })

  test('hold what was added to each, however long', async () => {
    const files = ['a.csv', 'b.csv'].map((name) => join(folder, name))
    const line = '职称'.repeat(1000)
    await writeWholeFiles(files, async (add) => {
      for (let at = 0; at < 100; at += 1) await add(at % 2, `${at}${line}\n`)
    })
    const [a = '', b = ''] = await Promise.all(files.map((file) => readFile(file, 'utf8')))
    expect([a.length + b.length, a.slice(0, 3), b.slice(0, 3)]).toEqual([100 * 2001 + 190, '0职称', '1职称'])
    await expect(writeWholeFiles([join(folder, 'c.csv')], () => Promise.reject(new Error('mid-way')))).rejects.toThrow(
      'mid-way',
    )
    expect((await readdir(folder)).sort()).toEqual(['a.csv', 'b.csv'])
  })
})

describe('a file that somebody else is writing beside the place', () => {
  test('is not removed, whatever is written there', async () => {
    const file = join(folder, 'x.rpz')
    await writeFile(`${file}.part`, '别人的')
    await expect(aPackOf(file, [idNumbers[0]])).rejects.toThrow('EEXIST')
    await expect(writeWholeText(file, 'x')).rejects.toThrow('EEXIST')
    await expect(writeWholeFiles([file], async (add) => add(0, 'x'))).rejects.toThrow('EEXIST')
    expect(await readdir(folder)).toEqual(['x.rpz.part'])
    expect(await readFile(`${file}.part`, 'utf8')).toBe('别人的')
  })
})
