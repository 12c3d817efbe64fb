import { describe, expect, test } from 'vitest'
import { notErased } from '#app/management/stores/report-obstacles.ts'
import { marksOf, planReports, unmarkedPack } from '#app/management/stores/report-pack.ts'
import type { CaseStorage, ListedCase, StoredPack } from '#app/platform/storage/case-storage.ts'
import { ok } from '#core/errors/result.ts'
import { writePack } from '#core/pack/write-pack.ts'
import { fromRow } from '#core/review/reported.ts'
import { notSynced } from '#core/sync/case-sync.ts'
import { aCaseRow } from '#tests/support/case-rows.ts'
import { someSubmissions } from '#tests/support/packs.ts'
import { aTrail } from '#tests/support/review-events.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aUnit } from '#tests/support/units.ts'

const pack = 'a'.repeat(64)
const before = 'b'.repeat(64)

const rowOf = (standing: string, state: ListedCase['state'], report: ListedCase['report'] = null): ListedCase =>
  aCaseRow({ caseId: `id:${standing}`, standing, state, key: standing, report: report ?? null })

const noTrails: Pick<CaseStorage, 'trails'> = {
  async *trails() {
    // Every line tells what went up.
  },
}

/** The case of a line, in which the payloads came one after another. */
function standingOf(row: ListedCase, earlier: readonly string[] = []) {
  const reported = fromRow(row.report ?? null, row.standing)
  const revisions = [...earlier, row.standing].map((digest, at) => ({
    digest,
    revision: at + 1,
    signer: 'device',
    file: 'a.rpu',
    receivedAt: 1,
    corrections: 0,
  }))
  return { state: row.state, standing: row.standing, revisions, corrections: [], ...(reported && { reported }) }
}

async function* none(): AsyncGenerator<string, void> {
  // The manifest alone is looked at.
}

async function packOf(submissions: readonly string[], withdrawn: readonly string[]): Promise<StoredPack> {
  const { manifestParts } = await writePack({
    manifest: {
      unit: aUnit,
      scheme: { id: 'gx-zyjs', version: '2012.1' },
      createdAt: '2026-11-24T03:00:00.000Z',
      submissions: [...submissions],
      withdrawn: [...withdrawn],
    },
    submissions: none(),
    key: await aSigningKey(),
  })
  return {
    digest: pack,
    kind: 'reported',
    unit: aUnit,
    count: submissions.length,
    fileName: 'x.rpz',
    at: 1,
    manifest: manifestParts.join(''),
  }
}

describe('a pack that was written and cut off before all its people were marked', () => {
  test('names whoever it holds and of whom it takes something back, and is whole once they are marked', async () => {
    const digests = (await someSubmissions(4)).map(({ digest }) => digest).sort()
    const [one = '', two = '', three = '', four = ''] = digests
    const stored = await packOf([one, two, three], [four])
    const cut = await unmarkedPack([{ ...stored, isMarking: true }])
    expect(cut?.pack).toEqual(stored)
    expect(await unmarkedPack([stored])).toBeUndefined()
    const rows = [
      rowOf(one, 'passed'),
      rowOf(two, 'reported', { pack, at: 1 }),
      rowOf(three, 'checking'),
      rowOf(four, 'setAside', { pack: before, at: 0 }),
      rowOf('f'.repeat(64), 'passed'),
    ]
    const marks = cut && (await marksOf(noTrails, rows, { ...cut.content, digest: pack }))
    if (marks?.ok !== true) throw new Error('no marks')
    expect(marks.value.rows.map(({ standing }) => standing)).toEqual([one, two, three, four])
    const stepsOf = marks.value.rows.map((row) => marks.value.stepsOf(row, standingOf(row)))
    expect(stepsOf).toEqual([
      [{ kind: 'reported', digest: one, pack }],
      [],
      [{ kind: 'reported', digest: three, pack }],
      [{ kind: 'withdrawn', digest: four, pack }],
    ])
  })
})

describe('a person for whom something newer came while the pack was written', () => {
  const [packed, newer, other] = ['1'.repeat(64), '2'.repeat(64), '3'.repeat(64)]
  const marksFor = async (row: ListedCase) => {
    const marks = await marksOf(noTrails, [row, rowOf(other, 'passed')], { submissions: [packed, other], digest: pack })
    if (!marks.ok) throw new Error('no marks')
    return marks.value.rows.map((each) => marks.value.stepsOf(each, standingOf(each, each === row ? [packed] : [])))
  }
  const step = (digest: string) => [{ kind: 'reported', digest, pack }]

  test('is noted as reported with what went up, so that it can be taken back', async () => {
    const row = { ...rowOf(newer, 'received'), revisions: 2 }
    expect(await marksFor(row)).toEqual([step(packed), step(other)])
  })

  test('is left to the next pack where that has passed', async () => {
    const row = { ...rowOf(newer, 'passed'), revisions: 2 }
    expect(await marksFor(row)).toEqual([[], step(other)])
  })
})

describe('a person who passed with something newer while the pack was written', () => {
  const [packed, newer, later] = ['1'.repeat(64), '2'.repeat(64), 'c'.repeat(64)]
  const storage = { ...noTrails, synced: async () => ok([]) }

  test('is taken back by the next pack where they are set aside by then, though their trail does not say it', async () => {
    const row = { ...rowOf(newer, 'passed'), revisions: 2 }
    const marks = await marksOf(noTrails, [row], { submissions: [packed], digest: pack })
    if (!marks.ok) throw new Error('no marks')
    expect(marks.value.stepsOf(row, standingOf(row, [packed]))).toEqual([])
    expect(marks.value.unsaid).toEqual([{ caseId: row.caseId, digest: packed, ever: 0 }])
    const packs = [{ digest: pack, at: 1, unsaid: marks.value.unsaid }]
    // Who still passes goes up with what is newer, which replaces it.
    const passing = await planReports(storage, [row], packs)
    expect(passing).toMatchObject({ value: { full: { submissions: [newer] }, leaving: [] } })
    const out = { ...row, state: 'setAside' } as const
    const planned = await planReports(storage, [out], packs)
    expect(planned).toMatchObject({
      value: { changes: { submissions: [], since: pack, withdrawn: [packed] }, leaving: [{ standing: newer }] },
    })
    const withdrawal = { submissions: [], withdrawn: [packed], digest: later }
    const next = await marksOf(noTrails, [out], withdrawal, packs)
    if (!next.ok) throw new Error('no marks')
    expect(next.value.rows.map((each) => next.value.stepsOf(each, standingOf(each, [packed])))).toEqual([
      [{ kind: 'withdrawn', digest: packed, pack: later }],
    ])
    // Once that is noted, nothing more is to be taken back.
    const noted = { ...out, report: { pack: later, at: 2, above: null, earlier: [packed] } }
    const after = await planReports(storage, [noted], packs)
    expect(after).toMatchObject({ value: { changes: { submissions: [], withdrawn: [] }, leaving: [] } })
  })

  test('is taken back no more once a pack of something newer replaced it, and that was withdrawn', async () => {
    const packs = [{ digest: pack, at: 1, unsaid: [{ caseId: `id:${newer}`, digest: packed, ever: 0 }] }]
    const out = rowOf(newer, 'setAside', { pack: later, at: 3, above: null, earlier: [newer] })
    const planned = await planReports(storage, [out], packs)
    // A full pack tells of all that ever went up, whatever arrived.
    const full = { submissions: [], withdrawn: [packed, newer] }
    expect(planned).toMatchObject({ value: { full, changes: { submissions: [], withdrawn: [] }, leaving: [] } })
  })

  test('still stands above where a device that knows nothing of it withdrew what went up before', async () => {
    const [first, theirs] = ['0'.repeat(64), 'd'.repeat(64)]
    const packs = [{ digest: pack, at: 1, unsaid: [{ caseId: `id:${newer}`, digest: packed, ever: 1 }] }]
    const out = rowOf(newer, 'setAside', { pack: theirs, at: 3, above: null, earlier: [first] })
    const planned = await planReports(storage, [out], packs)
    expect(planned).toMatchObject({ value: { changes: { withdrawn: [packed] }, leaving: [{ standing: newer }] } })
  })
})

describe('a person who is set aside while the pack that holds them is written', () => {
  test('is noted with it all the same, named as still standing above, and withdrawn by the next pack', async () => {
    const [held, other] = ['1'.repeat(64), '2'.repeat(64)]
    const rows = [rowOf(held, 'setAside'), rowOf(other, 'passed')]
    const marks = await marksOf(noTrails, rows, { submissions: [held, other], digest: pack })
    if (!marks.ok) throw new Error('no marks')
    const [steps] = marks.value.rows.map((row) => marks.value.stepsOf(row, standingOf(row)))
    expect(steps).toEqual([{ kind: 'reported', digest: held, pack }])
    const noted = [rowOf(held, 'setAside', { pack, at: 1 }), rowOf(other, 'reported', { pack, at: 1 })]
    const planned = await planReports({ ...noTrails, synced: async () => ok([]) }, noted)
    expect(planned).toMatchObject({
      ok: true,
      value: { changes: { submissions: [], since: pack, withdrawn: [held] }, leaving: [{ standing: held }] },
    })
    // What was taken back stands there no more.
    const gone = [rowOf(held, 'setAside', { pack, at: 2, above: null, earlier: [held] })]
    const after = await planReports({ ...noTrails, synced: async () => ok([]) }, gone)
    expect(after).toMatchObject({ ok: true, value: { leaving: [] } })
  })
})

describe('a line that was written before it told what went up', () => {
  test('is read from its trail, so that only what changed is reported', async () => {
    const [one, two] = ['c'.repeat(64), 'd'.repeat(64)]
    const trailOf = (caseId: string, digest: string) =>
      aTrail(
        [
          { kind: 'received', digest, revision: 1, signer: 'device', file: 'a.rpu' },
          { kind: 'passed', digest },
          { kind: 'reported', digest, pack },
        ],
        1,
        caseId,
      )
    const asked: string[] = []
    const cases: Pick<CaseStorage, 'trails' | 'synced'> = {
      synced: async () => ok([]),
      async *trails(caseIds) {
        for (const caseId of caseIds) {
          asked.push(caseId)
          yield ok({ caseId, events: trailOf(caseId, one) })
        }
      },
    }
    const old = aCaseRow({ caseId: 'id:1', standing: one, state: 'reported' })
    const added = aCaseRow({ caseId: 'id:2', standing: two, state: 'passed', report: null })
    const planned = await planReports(cases, [old, added])
    expect(asked).toEqual(['id:1'])
    expect(planned).toMatchObject({
      ok: true,
      value: { changes: { submissions: [two], since: pack, withdrawn: [] }, before: [{ digest: pack }] },
    })
  })
})

test('who was opened again and passed without a change becomes reported again by what changed', async () => {
  const went = { pack: before, at: 0 }
  const [anew, still] = [rowOf('1'.repeat(64), 'passed', went), rowOf('2'.repeat(64), 'reported', went)]
  const planned = await planReports({ ...noTrails, synced: async () => ok([]) }, [anew, still])
  if (!planned.ok) throw new Error('no plan')
  const { changes } = planned.value
  expect(changes).toEqual({ submissions: [anew.standing], since: before, withdrawn: [] })
  const marks = await marksOf(noTrails, [anew, still], { ...changes, digest: pack })
  if (!marks.ok) throw new Error('no marks')
  expect(marks.value.rows).toEqual([anew])
  expect(marks.value.stepsOf(anew, standingOf(anew))).toEqual([{ kind: 'reported', digest: anew.standing, pack }])
})

describe('a person whose hand-in was erased at the server', () => {
  const erased = { ...notSynced, stopped: 'erased' } as const
  const [gone, other] = [rowOf('e'.repeat(64), 'passed'), rowOf('f'.repeat(64), 'passed')]
  const stored = (row: ListedCase) => ({
    ...noTrails,
    synced: async () =>
      ok([
        { row, sync: erased },
        { row: other, sync: notSynced },
      ]),
  })

  test('is in no pack, and stands in its way until the unit has dealt with it', async () => {
    const planned = await planReports(stored(gone), [gone, other])
    if (!planned.ok) throw new Error('no plan')
    expect(planned.value.full.submissions).toEqual([other.standing])
    expect(planned.value.changes.submissions).toEqual([other.standing])
    expect(planned.value.erased).toEqual([gone])
    expect(notErased(planned.value.erased)).toMatchObject({ ok: false, error: { code: 'SYNC_CASE_ERASED' } })
  })

  test('is withdrawn once set aside, by nothing but the digest of what went up', async () => {
    const out = rowOf(gone.standing, 'setAside', { pack: before, at: 0 })
    const planned = await planReports(stored(out), [out, other])
    expect(planned).toMatchObject({ ok: true, value: { erased: [], full: { withdrawn: [gone.standing] } } })
    expect(notErased([])).toBeUndefined()
  })
})
