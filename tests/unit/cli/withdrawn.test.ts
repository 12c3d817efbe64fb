import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { runExport } from '#cli/export.ts'
import { runRoster } from '#cli/roster.ts'
import { readManifestOf } from '#core/pack/read-pack.ts'
import { signSubmission } from '#core/submission/sign-submission.ts'
import type { SigningKey } from '#core/submission/submission.ts'
import { aCertificate, withCertificate } from '#tests/support/certified.ts'
import { hearing } from '#tests/support/hearing.ts'
import { anotherPerson } from '#tests/support/more-people.ts'
import { aPack, inPieces } from '#tests/support/packs.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'
import { aBureau, aUnit } from '#tests/support/units.ts'

type Signed = Awaited<ReturnType<typeof signSubmission>>

const other = { ...aUnit, name: '北流市第二中学', orgCode: '12450981498811999X' }
const monday = '2026-11-23T03:00:00.000Z'
const tuesday = '2026-11-24T03:00:00.000Z'
const wednesday = '2026-11-25T03:00:00.000Z'

let folder: string
let key: SigningKey
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'caibao-withdrawn-'))
  await mkdir(join(folder, 'in'))
  key = await aSigningKey()
})
afterEach(() => rm(folder, { recursive: true }))

const signed = async (name: string, position: number, revision = 1): Promise<Signed> =>
  signSubmission(aSubmissionContent({ revision }, anotherPerson(name, position)), await aSigningKey())

/** Writes a pack into the folder; the digest by which the next one goes on from it. */
async function report(
  name: string,
  people: readonly Signed[],
  options: Partial<Parameters<typeof aPack>[1]> = {},
): Promise<string> {
  const bytes = await aPack(people, { key, ...options })
  await writeFile(join(folder, 'in', `${name}.rpz`), bytes)
  const read = await readManifestOf(inPieces(bytes))
  if (!read.ok) throw new Error(read.error.code)
  return read.value.manifest.digest
}

async function exported(heard = hearing()): Promise<readonly string[]> {
  const target = join(folder, `${crypto.randomUUID()}.json`)
  expect(await runExport([join(folder, 'in'), '-o', target, '--json'], heard)).toBe(0)
  const people: readonly { readonly basic: { readonly name: string } }[] = JSON.parse(await readFile(target, 'utf8'))
  return people.map(({ basic }) => basic.name).sort()
}

async function onRoster(): Promise<unknown> {
  const unit = join(folder, 'unit.json')
  await writeFile(unit, JSON.stringify(aUnit))
  const heard = hearing()
  const target = join(folder, `${crypto.randomUUID()}.pdf`)
  const args = [join(folder, 'in'), '-o', target, '--unit', unit, '--json']
  expect(await runRoster(args, heard, new Date(2026, 10, 26))).toBe(0)
  return JSON.parse(heard.lines.at(-1) ?? '').people
}

describe('a folder of packs, one of which only says what changed', () => {
  // The names lead the reader to the later pack first, or to the earlier one.
  test.each([
    ['1', '2'],
    ['2', '1'],
  ])('counts nobody who was withdrawn since, in files %s and %s', async (first, second) => {
    const [wei, lu, nong] = [await signed('wei', 1), await signed('lu', 2), await signed('nong', 3)]
    const newer = await signed('lu', 2, 2)
    const since = await report(first, [wei, lu], { createdAt: monday })
    await report(second, [newer, nong], { createdAt: tuesday, changes: { since, withdrawn: [wei.digest, lu.digest] } })
    expect(await exported()).toEqual(['lu', 'nong'])
    expect(await onRoster()).toBe(2)
  })

  test('counts who is reported again, by another unit, or came by a file of their own', async () => {
    const [wei, lu, nong, tan] = [
      await signed('wei', 1),
      await signed('lu', 2),
      await signed('nong', 3),
      await signed('tan', 4),
    ]
    const since = await report('1', [wei, lu, nong, tan], { createdAt: monday })
    const all = [wei, lu, nong, tan].map(({ digest }) => digest)
    const next = await report('2', [], { createdAt: tuesday, changes: { since, withdrawn: all } })
    await report('3', [wei], { createdAt: wednesday, changes: { since: next, withdrawn: [] } })
    await report('4', [lu], { createdAt: monday, unit: other })
    await writeFile(join(folder, 'in', 'nong.rpu'), nong.text)
    expect(await exported()).toEqual(['lu', 'nong', 'wei'])
  })

  test('takes no word of another unit for it', async () => {
    const wei = await signed('wei', 1)
    const since = await report('1', [wei], { createdAt: monday })
    await report('2', [await signed('lu', 2)], {
      createdAt: tuesday,
      unit: other,
      changes: { since, withdrawn: [wei.digest] },
    })
    expect(await exported()).toEqual(['lu', 'wei'])
  })

  test('says how many are withdrawn, and how many are not because another key says so', async () => {
    const [wei, lu] = [await signed('wei', 1), await signed('lu', 2)]
    const since = await report('1', [wei, lu], { createdAt: monday })
    await report('2', [], { createdAt: tuesday, changes: { since, withdrawn: [wei.digest] } })
    // The same name and code, but a key of somebody else.
    const forged = { key: await aSigningKey(), createdAt: wednesday, changes: { since, withdrawn: [lu.digest] } }
    await report('3', [], forged)
    const heard = hearing()
    expect(await exported(heard)).toEqual(['lu'])
    expect(JSON.parse(heard.lines.at(-1) ?? '')).toMatchObject({ people: 1, withdrawn: 1, withdrawnByOtherKey: 1 })
    const told = hearing()
    expect(await runExport([join(folder, 'in'), '-o', join(folder, 'told.json')], told)).toBe(0)
    expect(told.lines.join('\n')).toContain('1 人已由原单位在后来的上报包里撤回，没有计入')
    expect(told.lines.join('\n')).toContain('1 人在后来的上报包里被撤回，但那个包不是报送他们的密钥签的')
  })

  test('takes the word of another key of the unit that the same level above certified', async () => {
    const bureau = { unit: aBureau, key: await aSigningKey() }
    const certified = async () => {
      const own = await aSigningKey()
      return withCertificate(own, await aCertificate(aUnit, own, bureau))
    }
    const [wei, lu] = [await signed('wei', 1), await signed('lu', 2)]
    const since = await report('1', [wei, lu], { key: await certified(), createdAt: monday })
    const next = { key: await certified(), createdAt: tuesday, changes: { since, withdrawn: [wei.digest] } }
    await report('2', [], next)
    expect(await exported()).toEqual(['lu'])
  })
})
