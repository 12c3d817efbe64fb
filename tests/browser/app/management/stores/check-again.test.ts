import { beforeEach, describe, expect, test } from 'vitest'
import { checkAgain } from '#app/management/stores/check-again.ts'
import {
  type CaseChange,
  type CaseStorage,
  type ListedCase,
  sealedCaseStorage,
} from '#app/platform/storage/case-storage.ts'
import { openUnitDatabase, type UnitDatabase } from '#app/platform/storage/unit-database.ts'
import { sealTexts } from '#app/platform/unit/text-block.ts'
import { makeVault, type Vault } from '#app/platform/unit/vault.ts'
import { ok, type Result } from '#core/errors/result.ts'
import { caseRowOf, type Findings, rowAfterStep } from '#core/review/case-row.ts'
import { caseOf } from '#core/review/review-case.ts'
import type { ReviewStep } from '#core/review/review-event.ts'
import { noFindings } from '#tests/support/case-rows.ts'
import { arrivalOf, aTrail } from '#tests/support/review-events.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'

const now = '2012.2 bbbbbbbbbbbb'
const refused: Findings = { errors: 1, warnings: 0, rules: ['R01'], sheets: ['basic'], checkedBy: now }
const idOf = (at: number): string => `id:4501${String(at).padStart(14, '0')}`
const digestOf = (at: number): string => at.toString(16).padStart(64, '0')

let database: UnitDatabase
let vault: Vault
const open = (): CaseStorage => sealedCaseStorage(database, vault)

/** What these steps make of a person, from one of them on. */
function changeOf(at: number, steps: readonly ReviewStep[] = [], from = 1, texts: CaseChange['texts'] = []) {
  const trail = aTrail([{ ...arrivalOf('a', 1), digest: digestOf(at) }, ...steps], 1, idOf(at))
  const standing = caseOf(trail)
  if (!standing.ok) throw new Error(standing.error.code)
  const row = rowAfterStep(caseRowOf(standing.value, aSubmissionContent(), noFindings), standing.value)
  return { events: trail.slice(from - 1), row, texts }
}

/** So many people who came together; the texts of a hundred lie in a block. */
async function receive(people: number): Promise<readonly string[]> {
  const names: string[] = []
  for (let from = 0; from < people; from += 100) {
    const some = Array.from({ length: Math.min(100, people - from) }, (_, at) => from + at)
    const block = await sealTexts(
      vault.sealingKey,
      some.map((at) => ({ digest: digestOf(at), text: `text ${at}` })),
    )
    names.push(block.id)
    const changes = some.map((at, position) =>
      changeOf(at, [], 1, [{ digest: digestOf(at), place: { block: block.id, position } }]),
    )
    expect(await open().append(changes, undefined, { blocks: [block] })).toMatchObject({ ok: true })
  }
  return names
}

const checker = (seen: string[] = []) => ({
  checkKept: (texts: readonly string[]): Promise<Result<readonly Result<Findings>[]>> => {
    seen.push(...texts)
    return Promise.resolve(ok(texts.map(() => ok(refused))))
  },
})

async function rowsIn(cases: CaseStorage): Promise<readonly ListedCase[]> {
  const rows = await cases.rows()
  if (!rows.ok) throw new Error(rows.error.code)
  return rows.value
}

const isOld = ({ checkedBy }: ListedCase): boolean => checkedBy !== now

beforeEach(async () => {
  database = openUnitDatabase(`unit-${crypto.randomUUID()}`)
  vault = await makeVault()
})

describe('people checked again in the sealed store', () => {
  test('are written block by block, and a run that was cut off is gone on with where it ended', async () => {
    await receive(700)
    const cases = open()
    const first: string[] = []
    for await (const block of checkAgain(cases, checker(first), await rowsIn(cases))) {
      if (!block.ok) throw new Error(block.error.code)
      expect(await cases.append(block.value.changes)).toMatchObject({ ok: true })
      // The browser is killed here.
      break
    }
    const rest = (await rowsIn(open())).filter(isOld)
    expect([first.length, rest.length]).toEqual([500, 200])
    const again: string[] = []
    const after = open()
    for await (const block of checkAgain(after, checker(again), rest))
      if (block.ok) await after.append(block.value.changes)
    expect(again.filter((text) => first.includes(text))).toEqual([])
    const rows = await rowsIn(open())
    expect(rows.filter(isOld)).toEqual([])
    expect(rows[0]).toMatchObject({ ...refused, state: 'received', sequence: 1 })
    expect(open().appended()).toBe(0)
    const trail = await open().trail(idOf(0))
    expect(trail.ok && trail.value.map(({ step }) => step.kind)).toEqual(['received'])
  })

  test('keep what another tab did meanwhile, and it hears what was found', async () => {
    await receive(3)
    const [here, there] = [open(), sealedCaseStorage(openUnitDatabase(database.name), vault)]
    const heard: ListedCase[] = []
    const before = await rowsIn(here)
    await rowsIn(there)
    there.onChange((rows) => heard.push(...rows))
    const [block] = await Array.fromAsync(checkAgain(here, checker(), before))
    if (!block?.ok) throw new Error('checked')
    await there.append([changeOf(0, [{ kind: 'opened' }], 2)])
    const corrected: ReviewStep = {
      kind: 'corrected',
      digest: digestOf(99),
      from: digestOf(1),
      changes: [{ path: 'basic.mobile', before: '', after: '13900000000', reason: '来电' }],
    }
    await there.append([changeOf(1, [corrected], 2)])
    expect(await here.append(block.value.changes)).toMatchObject({ ok: true })
    const rows = new Map((await rowsIn(open())).map((row) => [row.caseId, row]))
    expect(rows.get(idOf(0))).toMatchObject({ state: 'checking', sequence: 2, checkedBy: now, errors: 1 })
    // What counts of this one by now is not what was checked.
    expect(rows.get(idOf(1))).toMatchObject({ standing: digestOf(99), errors: 0, checkedBy: noFindings.checkedBy })
    await expect.poll(() => heard.filter((row) => !isOld(row)).map(({ caseId }) => caseId)).toEqual([idOf(0), idOf(2)])
  })

  test('follow their trails: what is undecided between units by now is so in lines from before, too (M15)', async () => {
    const cases = open()
    const ofUnits = (at: number): readonly ReviewStep[] =>
      ['甲校', '乙校'].map((unit) => Object.assign(arrivalOf('a', 1), { digest: digestOf(at), unit }))
    for (const at of [0, 1]) {
      const change = changeOf(at, ofUnits(at), 1, [{ digest: digestOf(at), text: `text ${at}` }])
      await cases.append([{ ...change, row: { ...change.row, disputed: [] } }])
    }
    const [block] = await Array.fromAsync(checkAgain(cases, checker(), await rowsIn(cases)))
    if (!block?.ok) throw new Error('checked')
    // Set aside meanwhile: what was folded before that is not written over it.
    await cases.append([changeOf(1, [...ofUnits(1), { kind: 'setAside', reason: '' }], 4)])
    await cases.append(block.value.changes)
    const rows = new Map((await rowsIn(open())).map((row) => [row.caseId, row]))
    expect(rows.get(idOf(0))).toMatchObject({ ...refused, disputed: ['乙校', '甲校'], sequence: 3 })
    expect(rows.get(idOf(1))).toMatchObject({ ...refused, state: 'setAside', sequence: 4 })
  })

  test('are told when what is kept of one cannot be read, and the others are checked', async () => {
    const [, second = ''] = await receive(150)
    await database.table('texts').delete(second)
    const cases = open()
    const [block] = await Array.fromAsync(checkAgain(cases, checker(), await rowsIn(cases)))
    if (!block?.ok) throw new Error('checked')
    expect([block.value.changes.length, block.value.left.length]).toEqual([100, 50])
    expect(block.value.left.map(({ caseId }) => caseId)).toContain(idOf(120))
  })
})
