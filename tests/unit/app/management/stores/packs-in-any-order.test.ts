import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Arriving } from '#core/review/arriving.ts'
import { planChangedReport, planFullReport, type Reportable } from '#core/review/plan-report.ts'
import { afterPack, type Reported } from '#core/review/reported.ts'
import { isNewer } from '#core/review/review-case.ts'
import { aLevelAbove, type ModelPack } from '#tests/support/a-level-above.ts'
import {
  act,
  arrivingOf,
  eachDoing,
  eachDoingOrBack,
  mark,
  packOf,
  peopleOfUnit,
  plannedBy,
  type Person,
} from '#tests/support/reporting-unit.ts'
import { aBureau } from '#tests/support/units.ts'

const historyOf = (doings: typeof eachDoingOrBack) =>
  fc.array(fc.record({ doings, scope: fc.constantFrom('full', 'changes') }), { minLength: 1, maxLength: 5 })
const history = historyOf(eachDoing)

/** Everything a unit sends up in its history, and one full pack of what it said last. */
function packsOf(unit: number, reports: readonly { doings: readonly string[]; scope: string }[]) {
  const people = Array.from({ length: peopleOfUnit }, (): Person => ({
    by: 0,
    revision: 1,
    corrections: 0,
    isReady: true,
  }))
  const packs: ModelPack[] = []
  let ready: readonly Arriving[] = []
  let told: readonly Reportable[] = []
  const reportables = (): readonly Reportable[] =>
    people.map((person, index) => {
      const side = person.isReady ? 'ready' : 'out'
      return { standing: arrivingOf(unit, index, person).digest, side, reported: person.reported }
    })
  for (const [at, { doings, scope }] of reports.entries()) {
    for (const [index, person] of people.entries()) act(person, doings[index] ?? 'leave')
    // Where nobody has passed the app offers no report.
    if (people.every(({ isReady }) => !isReady)) continue
    ready = people.flatMap((person, index) => (person.isReady ? [arrivingOf(unit, index, person)] : []))
    told = reportables()
    const plan = scope === 'full' ? planFullReport(told) : planChangedReport(told)
    const pack = packOf(unit, at, plan, ready)
    packs.push(pack)
    mark(unit, people, pack, at)
  }
  const whole = told.map(({ standing, side }) => ({ standing, side, reported: undefined }))
  return { packs, whole: packOf(unit, 99, planFullReport(whole), ready) }
}

type Level = ReturnType<typeof aLevelAbove>

/** Tries packs one after the other until nothing moves any more; those that still must wait. */
async function receiveWaiting(
  level: Level,
  packs: readonly ModelPack[],
  refusals: string[],
): Promise<readonly ModelPack[]> {
  const left: ModelPack[] = []
  let isMoving = false
  for (const pack of packs) {
    const answer = await level.receive(pack)
    isMoving ||= answer === 'taken'
    if (answer !== 'taken') refusals.push(answer)
    if (answer === 'PACK_PREVIOUS_MISSING') left.push(pack)
  }
  return isMoving && left.length > 0 ? receiveWaiting(level, left, refusals) : left
}

/** Hands packs over in this order; those that must wait are tried again after each that came. */
async function receiveAll(level: Level, packs: readonly ModelPack[]): Promise<readonly string[]> {
  let waiting: readonly ModelPack[] = []
  const refusals: string[] = []
  for (const pack of packs) waiting = await receiveWaiting(level, [...waiting, pack], refusals)
  expect(waiting).toEqual([])
  return refusals
}

/** The first person of each unit is one and the same: who is reported by both. */
const sharing = (pack: ModelPack): ModelPack => ({
  ...pack,
  people: pack.people.map((person) =>
    person.name.endsWith('0') ? { ...person, idNumber: '450981198001010000', name: '某' } : person,
  ),
})

const unshared = (pack: ModelPack): ModelPack => pack

/** A unit is renamed amid its history: what it sends from then on comes under another name. */
const renamedFrom = (pack: ModelPack, from: number): ModelPack => {
  const { manifest } = pack
  const { content } = manifest
  if (content.createdAt < new Date(Date.UTC(2026, 10, 1 + from)).toISOString()) return pack
  const unit = { ...content.unit, name: `${content.unit.name}（新校名）` }
  return { ...pack, manifest: { ...manifest, content: { ...content, unit } } }
}

test.each([
  // Between two units that report somebody, people decide, also which of their submissions counts.
  ['', unshared, 99, historyOf(eachDoingOrBack)],
  [', one of them reported by both units', sharing, 99, history],
  [', of a unit that is renamed meanwhile', sharing, 2, history],
])(
  'packs in any order, full or of changes, with corrections and withdrawals, come to the same as full packs%s',
  async (_of, told, renamed, sends) => {
    await fc.assert(
      fc.asyncProperty(fc.tuple(sends, sends), fc.infiniteStream(fc.nat()), async (histories, order) => {
        const sent = histories.map((reports, unit) => packsOf(unit, reports))
        const shuffled = sent
          .flatMap(({ packs }) => packs)
          .map((pack) => ({ pack: told(renamedFrom(pack, renamed)), place: order.next().value ?? 0 }))
          .sort((a, b) => a.place - b.place)
          .map(({ pack }) => pack)
        const above = aLevelAbove(aBureau)
        const refusals = await receiveAll(above, shuffled)
        expect(refusals.filter((code) => code !== 'PACK_PREVIOUS_MISSING' && code !== 'PACK_OUTDATED')).toEqual([])
        const full = aLevelAbove(aBureau)
        expect(
          await receiveAll(
            full,
            sent.map(({ whole }) => told(renamedFrom(whole, renamed))),
          ),
        ).toEqual([])
        const nameless = (lines: readonly string[]) => lines.map((line) => line.replaceAll('（新校名）', ''))
        expect(nameless(above.standing())).toEqual(nameless(full.standing()))
      }),
      { numRuns: 300 },
    )
  },
)

test('the same pack twice is refused and changes nothing', async () => {
  const { packs } = packsOf(0, [{ doings: ['leave', 'leave', 'leave'], scope: 'full' }])
  const level = aLevelAbove(aBureau)
  const [pack] = packs
  if (!pack) throw new Error('one pack is sent')
  expect(await level.receive(pack)).toBe('taken')
  const before = level.standing()
  expect(await level.receive(pack)).toBe('PACK_ALREADY_MERGED')
  expect(level.standing()).toEqual(before)
})

/** A pack of what changed that a device writes, with its marks. */
function reportChanges(people: readonly Person[], at: number): ModelPack {
  const { told, ready } = plannedBy(people)
  const pack = packOf(0, at, planChangedReport(told), ready)
  mark(0, people, pack, at)
  return pack
}

/** What a pack does to a person, as the trail of the case says it. */
const stepOf = (before: Reported | undefined, after: Reported | undefined) => {
  if (!after || after === before) return undefined
  const { pack, at, above } = after
  if (above !== undefined) return { step: { kind: 'reported', digest: above, pack }, at } as const
  return { step: { kind: 'withdrawn', digest: before?.above ?? '', pack }, at } as const
}

test('two packs that go on from one lose nobody in either order, and the next one puts everything right', async () => {
  const decisions = fc.array(fc.boolean(), { minLength: peopleOfUnit, maxLength: peopleOfUnit })
  await fc.assert(
    fc.asyncProperty(eachDoing, eachDoing, decisions, fc.boolean(), async (one, other, takes, isTurned) => {
      const start = Array.from({ length: peopleOfUnit }, (): Person => ({
        by: 0,
        revision: 1,
        corrections: 0,
        isReady: true,
      }))
      const first = reportChanges(start, 0)
      const devices = [one, other].map((doings, device) => {
        const people = start.map((person) => ({ ...person }))
        for (const [index, person] of people.entries()) {
          const kind = doings[index] ?? 'leave'
          act(person, kind)
          if (kind === 'revise' || kind === 'correct') person.by = device + 1
        }
        return { people, pack: reportChanges(people, device + 1) }
      })
      const [here, there] = devices
      if (!here || !there) throw new Error('two devices')
      const met = start.map((before, index): Person => {
        const [a = before, b = before] = [here.people[index], there.people[index]]
        const rankOf = (person: Person) => ({ ...person, digest: arrivingOf(0, index, person).digest })
        const counts = isNewer(rankOf(b), rankOf(a)) ? b : a
        const steps = [a, b].flatMap(({ reported }) => stepOf(before.reported, reported) ?? [])
        let told = before.reported
        for (const { step, at } of isTurned ? steps.reverse() : steps) told = afterPack(told, step, at)
        const { by, revision, corrections } = counts
        const { isReady } = takes[index] === true ? a : b
        const person: Person = { by, revision, corrections, isReady }
        if (told) person.reported = told
        return person
      })
      const next = reportChanges(met, 3)
      const { told, ready } = plannedBy(met)
      const whole = packOf(
        0,
        99,
        planFullReport(told.map(({ standing, side }) => ({ standing, side, reported: undefined }))),
        ready,
      )
      const full = aLevelAbove(aBureau)
      expect(await full.receive(whole)).toBe('taken')
      for (const beside of [
        [here.pack, there.pack],
        [there.pack, here.pack],
      ]) {
        const above = aLevelAbove(aBureau)
        for (const pack of [first, ...beside]) expect(await above.receive(pack)).toBe('taken')
        // Whom one of them reports stands above, unless the same person was withdrawn in what the first said.
        expect(await above.receive(next)).toBe('taken')
        expect(above.standing()).toEqual(full.standing())
      }
    }),
    { numRuns: 400 },
  )
})
