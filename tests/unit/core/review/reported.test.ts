import { array, assert, constantFrom, integer, property, record } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { afterPack, fromRow, type Reported, toRow } from '#core/review/reported.ts'
import type { ReviewEvent, ReviewStep } from '#core/review/review-event.ts'
import { caseOf } from '#core/review/review-case.ts'
import { takeTheirSteps } from '#core/sync/rebase-trail.ts'
import { arrivalOf, aTrail } from '#tests/support/review-events.ts'

const hex = (letter: string): string => letter.repeat(64)
const reported = (letter: string, pack: string): ReviewStep => ({
  kind: 'reported',
  digest: hex(letter),
  pack: hex(pack),
})
const withdrawn = (letter: string, pack: string): ReviewStep => ({
  kind: 'withdrawn',
  digest: hex(letter),
  pack: hex(pack),
})
const passed = (letter: string): ReviewStep => ({ kind: 'passed', digest: hex(letter) })
const setAside: ReviewStep = { kind: 'setAside', reason: '重复' }

const renamed = (event: ReviewEvent): ReviewEvent => Object.assign({}, event, { id: crypto.randomUUID() })

function standingAfter(steps: readonly ReviewStep[]) {
  const standing = caseOf(aTrail(steps))
  if (!standing.ok) throw new Error(standing.error.code)
  return standing.value
}

describe('what the level above has of a person', () => {
  test('is what the last pack reported, until one withdraws it', () => {
    const first = [arrivalOf('a', 1), passed('a'), reported('a', 'e')]
    expect(standingAfter(first)).toMatchObject({ state: 'reported', reported: { above: hex('a'), pack: hex('e') } })
    const gone = standingAfter([...first, setAside, withdrawn('a', 'f')])
    expect(gone).toMatchObject({ state: 'setAside', reported: { pack: hex('f'), ever: [hex('a')] } })
    expect(gone.reported?.above).toBeUndefined()
  })

  test('is told by the line of the case, too', () => {
    const packs = array(
      record({
        kind: constantFrom('reported' as const, 'withdrawn' as const),
        digest: constantFrom('a', 'b', 'c'),
        pack: constantFrom('e', 'f'),
        at: integer({ min: 1, max: 3 }),
      }),
    )
    assert(
      property(packs, constantFrom('a', 'b', 'd'), (steps, standing) => {
        let told: Reported | undefined
        for (const { at, ...step } of steps) told = afterPack(told, step, at)
        const again = fromRow(toRow(told, standing), standing)
        const sorted = (from: Reported | undefined) => from && { ...from, ever: [...from.ever].sort() }
        expect(sorted(again)).toEqual(sorted(told))
      }),
    )
  })

  test('is the same in whatever order the packs of two devices become known', () => {
    const [one, two] = [
      [{ kind: 'reported', digest: 'a', pack: 'e' }, 1],
      [{ kind: 'withdrawn', digest: 'a', pack: 'f' }, 2],
    ] as const
    const order = (...packs: (typeof one | typeof two)[]) => {
      let told: Reported | undefined
      for (const [step, at] of packs) told = afterPack(told, step, at)
      return told
    }
    expect(order(one, two)).toEqual(order(two, one))
    // Both go on from one: the later withdraws what the first had said, and knows nothing of the other.
    const first = [{ kind: 'reported', digest: 'z', pack: 'd' }, 1] as const
    const revised = [{ kind: 'reported', digest: 'a', pack: 'e' }, 2] as const
    const gone = [{ kind: 'withdrawn', digest: 'z', pack: 'f' }, 3] as const
    const told = { above: 'a', pack: 'f', at: 3, ever: ['z', 'a'] }
    for (const packs of [
      [revised, gone],
      [gone, revised],
    ] as const) {
      let known: Reported | undefined
      for (const [step, at] of [first, ...packs]) known = afterPack(known, step, at)
      expect(known).toEqual(told)
    }
  })
})

describe('a pack that was written while a colleague went on', () => {
  const start = aTrail([arrivalOf('a', 1), passed('a')])
  const meet = (theirs: readonly ReviewStep[], mine: readonly ReviewStep[]) => {
    const own = aTrail(mine, 3).map(renamed)
    const others = aTrail(theirs, 3).map(renamed)
    const rebased = takeTheirSteps({ trail: [...start, ...own], confirmed: 2 }, others)
    if (!rebased.ok) throw new Error(rebased.error.code)
    return rebased.value
  }

  test('stays true when the person is being checked again, and changes nothing of that', () => {
    const met = meet([{ kind: 'reopened', reason: '核对' }], [reported('a', 'e')])
    expect(met.overtaken).toEqual([])
    expect(met.standing).toMatchObject({ state: 'checking', reported: { above: hex('a') } })
  })

  test('stays true when it withdrew somebody who was taken back meanwhile', () => {
    const reportedBefore = [reported('a', 'e'), setAside]
    const base = [...start, ...aTrail(reportedBefore, 3).map(renamed)]
    const mine = aTrail([withdrawn('a', 'f')], 5).map(renamed)
    const theirs = aTrail([{ kind: 'takenBack' }, passed('a')], 5)
    const met = takeTheirSteps({ trail: [...base, ...mine], confirmed: 4 }, theirs)
    if (!met.ok) throw new Error(met.error.code)
    expect(met.value.overtaken).toEqual([])
    expect(met.value.standing?.state).toBe('passed')
    expect(met.value.standing?.reported).toEqual({ pack: hex('f'), at: 1_780_000_000_000, ever: [hex('a')] })
  })
})
