import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { calculateJwkThumbprint } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeReceivePlan } from '#app/management/stores/receive-plan.ts'
import type { ReceivedPerson } from '#app/management/stores/received-person.ts'
import type { ListedCase } from '#app/platform/storage/case-storage.ts'
import { readPackFile } from '#cli/pack-file.ts'
import { runVerify } from '#cli/verify.ts'
import type { Result } from '#core/errors/result.ts'
import type { Manifest } from '#core/pack/pack.ts'
import { acceptablePack } from '#core/review/acceptable-pack.ts'
import { arrivingOf } from '#core/review/arriving.ts'
import { findingsOf, hasNoOpenPoint, rulesName } from '#core/review/case-row.ts'
import { compareExpected, readExpected } from '#core/review/expected-people.ts'
import { makePeopleIndex } from '#core/review/people-index.ts'
import type { Table } from '#core/spreadsheet/spreadsheet.ts'
import { readTables } from '#core/spreadsheet/read-tables.ts'
import { readSubmission } from '#core/submission/read-submission.ts'
import type { Submission } from '#core/submission/submission.ts'
import { readKeyFile } from '#core/unit/key-file.ts'
import { openRegister, readRegister } from '#core/unit/register.ts'
import type { Unit } from '#core/unit/unit.ts'
import { loadScheme, type LoadedScheme } from '#server/scheme/load-scheme.ts'
import { makeDemo, whyNot } from '#tests/demo/make-demo.ts'
import { peopleOfSchool } from '#tests/demo/people.ts'
import { demoPlaces } from '#tests/demo/places.ts'
import type { DemoFacts } from '#tests/demo/read-me.ts'
import { demoUnits, elsewhere } from '#tests/demo/units.ts'
import { officerPassphrases } from '#tests/demo/write-packs.ts'
import { noCases } from '#tests/support/a-level-above.ts'
import { hearing } from '#tests/support/hearing.ts'

const now = new Date(2026, 10, 24, 10, 30)
const people = 30
let above: string
let folder: string
let facts: DemoFacts
let loaded: LoadedScheme

interface Told {
  readonly ok: boolean
  readonly file: string
  readonly digest?: string
}

async function verify(path: string) {
  const heard = hearing()
  const exit = await runVerify([path, '--json'], heard)
  return { exit, told: heard.lines.map((line): Told => JSON.parse(line)) }
}

async function tablesOf(place: 'expected' | 'register'): Promise<readonly Table[]> {
  const name = demoPlaces[place]
  const read = await readTables({ name, content: new Blob([await readFile(join(folder, name))]) })
  if (!read.ok) throw new Error(read.error.code)
  return read.value
}

const filesIn = async (place: 'submissions' | 'packs'): Promise<readonly string[]> =>
  (await readdir(join(folder, demoPlaces[place]))).sort().map((name) => join(folder, demoPlaces[place], name))

/** Plans what arrives as the app does, with what the rules find in it. */
function receiving({ name }: Unit) {
  const { bundle, engine } = loaded
  const reviewer = { by: '黄采集', at: now.getTime() }
  const plan = makeReceivePlan({
    cases: noCases,
    people: makePeopleIndex<ListedCase>(() => []),
    reviewer,
    ownName: name,
  })
  const received: ReceivedPerson[] = []
  return {
    received,
    async take(submission: Submission, fileName: string, from: { readonly unit?: string } = {}): Promise<void> {
      const { content, digest } = submission
      const issues = engine.check(content.record, { today: '2026-11-24' })
      const checked = {
        arriving: arrivingOf(submission),
        findings: findingsOf(issues, content.warnings, bundle.manifest),
      }
      const block = { id: digest, digests: [digest], sealed: { iv: new Uint8Array(), data: new Uint8Array() } }
      const came: Result<ReceivedPerson> = await plan.receive(checked, block, { fileName, ...from })
      if (!came.ok) throw new Error(came.error.code)
      received.push(came.value)
    },
    rows: () => plan.changes().map(({ row }) => row),
  }
}

async function receivedBySchool() {
  const desk = receiving(demoUnits.school)
  for (const file of await filesIn('submissions')) {
    const read = await readSubmission(await readFile(file, 'utf8'))
    if (read.ok) await desk.take(read.value, basename(file))
  }
  return desk
}

beforeAll(async () => {
  above = await mkdtemp(join(tmpdir(), 'caibao-demo-'))
  folder = join(above, 'one')
  loaded = await loadScheme()
  facts = await makeDemo({ people, folder, seed: 3 }, now)
})
afterAll(() => rm(above, { recursive: true, force: true }))

describe('a folder to try 管理版 with', () => {
  test('has the files of everybody, and every one but the damaged is whole and signed', async () => {
    const { told } = await verify(join(folder, demoPlaces.submissions))
    // Everybody, two of them twice, the stranger, and the damaged one.
    expect(told).toHaveLength(people + 4)
    const wrong = told.filter((each) => !each.ok)
    expect(wrong.map(({ file }) => basename(file))).toEqual([facts.files.damaged])
  })

  test('has lists that are read without a problem', async () => {
    const expected = readExpected(await tablesOf('expected'))
    expect(expected.problems).toEqual([])
    expect(expected.people).toHaveLength(facts.counts.expected)
    const { units, problems } = readRegister(await tablesOf('register'))
    expect(problems).toEqual([])
    const register = openRegister(units)
    const { school, hospital, primary } = demoUnits
    for (const unit of [school, hospital, primary]) {
      expect(register.holds(unit)).toBe(true)
      expect(register.meantBy(unit.name).units).toEqual([])
    }
    expect(register.find('玉林一中')).toMatchObject({ kind: 'alias', unit: { name: school.name } })
    expect(register.find(elsewhere.name)).toEqual({ kind: 'unknown' })
  })

  test('becomes in the app what its text says', async () => {
    const { counts } = facts
    const desk = await receivedBySchool()
    const kinds = desk.received.map(({ kind }) => kind).sort()
    expect(kinds).toEqual([...Array.from({ length: counts.received }, () => 'new'), 'newer', 'newer'].sort())
    const noted = (note: string) => desk.received.filter(({ notes }) => notes.some((each) => each === note))
    expect(noted('otherDevice')).toHaveLength(1)
    expect(noted('foreignUnit')).toHaveLength(counts.otherUnit)
    expect(new Set(desk.received.flatMap(({ notes }) => notes))).toEqual(new Set(['otherDevice', 'foreignUnit']))
    const rows = desk.rows()
    expect(rows).toHaveLength(counts.received)
    const errors = rows.filter((row) => row.errors > 0).length
    expect(errors).toBe(counts.withErrors)
    expect(errors).toBeGreaterThan(0)
    expect(rows.filter((row) => row.warnings > 0)).toEqual([])
    const expected = readExpected(await tablesOf('expected')).people
    const { missing, differing, unexpected } = compareExpected(expected, rows, openRegister([]).find)
    expect([missing.length, differing.length, unexpected.length]).toEqual([
      counts.missing,
      counts.differing,
      counts.unexpected,
    ])
    expect(missing.length).toBeGreaterThan(counts.absent)
  })

  test('says so in a text that an old Notepad shows', async () => {
    const text = await readFile(join(folder, demoPlaces.readMe), 'utf8')
    expect(text).toMatch(/^\uFEFF采报/)
    expect(text.replaceAll('\r\n', '')).not.toContain('\n')
    for (const said of [
      `新接收 ${people + 1} · 较新，已替换 2 · 没有接收 1`,
      `${facts.counts.withErrors} 人有必改项`,
      `应报 ${facts.counts.expected} 人，未报 ${facts.counts.missing} 人`,
      facts.packs.primary.fingerprint,
      ...Object.values(facts.files),
    ])
      expect(text).toContain(said)
    expect(text).not.toContain('undefined')
  })

  test('has key files that the officers of both units open', async () => {
    const [first, second] = officerPassphrases
    const { city, school } = demoUnits
    for (const [unit, passphrase] of [
      [school, first],
      [city, second],
    ] as const) {
      const file = await readFile(join(folder, demoPlaces.keys, `${unit.name}.key`), 'utf8')
      const read = await readKeyFile(file, passphrase)
      expect(read.ok && read.value.unit).toEqual(unit)
    }
  })
})

describe('its packs', () => {
  test('are verified: one by the certificate of the city, one by its fingerprint', async () => {
    const { exit, told } = await verify(join(folder, demoPlaces.packs))
    expect(exit).toBe(0)
    const { hospital, primary, city } = demoUnits
    expect(told).toContainEqual(expect.objectContaining({ unit: hospital.name, certifiedBy: city.name }))
    expect(told).toContainEqual(expect.objectContaining({ unit: primary.name, certifiedBy: null }))
    expect((await verify(join(folder, facts.packs.request))).exit).toBe(0)
  })

  test('are taken by the city, which passes all at once but the one whom both report', async () => {
    const desk = receiving(demoUnits.city)
    const { units } = readRegister(await tablesOf('register'))
    const key = await readFile(join(folder, demoPlaces.keys, `${demoUnits.city.name}.key`), 'utf8')
    const opened = await readKeyFile(key, officerPassphrases[0])
    if (!opened.ok) throw new Error(opened.error.code)
    const { bundle } = loaded
    const standings: string[] = []
    const manifests: Manifest[] = []
    const knowledge = {
      unit: opened.value.unit,
      scheme: bundle.manifest,
      packs: [],
      register: openRegister(units),
      ownKeys: new Set([await calculateJwkThumbprint(opened.value.signing, 'sha256')]),
      certified: [],
      now: now.toISOString(),
    }
    for (const file of await filesIn('packs')) {
      const inside: Submission[] = []
      const manifest = await readPackFile(file, { onSubmission: (submission) => void inside.push(submission) })
      if (!manifest.ok) throw new Error(manifest.error.code)
      const accepted = await acceptablePack(manifest.value, knowledge)
      standings.push(accepted.ok ? accepted.value.kind : accepted.error.code)
      manifests.push(manifest.value)
      for (const each of inside) await desk.take(each, basename(file), { unit: manifest.value.content.unit.name })
    }
    expect(standings).toEqual(['certified', 'selfSigned'])
    expect(manifests.map(({ content }) => content.scheme.version === bundle.manifest.version)).toEqual([true, false])
    const rows = desk.rows()
    const { hospital, primary, moved } = facts.packs
    expect(rows).toHaveLength(hospital.people + primary.people - 1)
    expect(rows.filter(({ disputed }) => disputed.length > 0).map(({ name }) => name)).toEqual([moved])
    const rules = rulesName(bundle.manifest)
    expect(rows.filter((row) => hasNoOpenPoint(row, rules))).toHaveLength(hospital.people + primary.people - 2)
  })
})

describe('made again', () => {
  test('by the same seed it holds the same records, by another seed others', async () => {
    await makeDemo({ people, folder: join(above, 'two'), seed: 3 }, now)
    const digestsOf = async (name: string) =>
      (await verify(join(above, name, demoPlaces.submissions))).told.map(({ digest = '' }) => digest).sort()
    expect(await digestsOf('two')).toEqual(await digestsOf('one'))
    expect(peopleOfSchool(people, 4).received).not.toEqual(peopleOfSchool(people, 3).received)
  })

  test('into a folder with something in it, it is refused with a plain word and nothing is touched', async () => {
    const before = await readdir(folder, { recursive: true })
    const main = fileURLToPath(new URL('../../demo/main.ts', import.meta.url))
    const refused: unknown = await promisify(execFile)(process.execPath, [main, '30', folder]).catch(
      (cause: unknown) => cause,
    )
    expect(refused).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`文件夹“${folder}”不是空的（里面有 7 项），没有写入`),
    })
    expect(await readdir(folder, { recursive: true })).toEqual(before)
  })

  test.each([
    { people: 9, seed: 1 },
    { people: Number.NaN, seed: 1 },
    { people: 30, seed: -1 },
  ])('with $people people and seed $seed it is refused', async (wish) => {
    expect(await whyNot({ ...wish, folder: join(above, 'nowhere') })).toMatch(/^人数|^种子/)
    expect(await whyNot({ people, seed: 1, folder: join(above, 'nowhere') })).toBeUndefined()
  })
})
