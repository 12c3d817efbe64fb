import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { notedAt, planChangedReport, planFullReport } from '#core/review/plan-report.ts'
import { aLevelAbove } from '#tests/support/a-level-above.ts'
import { act, eachDoing, mark, packOf, peopleOfUnit, type Person, plannedBy } from '#tests/support/reporting-unit.ts'
import { aBureau } from '#tests/support/units.ts'

const dayMs = 24 * 3_600_000
const dayOf = (at: number): number => Date.UTC(2026, 10, 1 + at)
/** What the clock of the unit says is so many years off. */
const wrongClock = fc.constantFrom(0, 0, 10, -10)

test('a clock that steps by years holds a unit up no longer than it is wrong', async () => {
  const reports = fc.array(
    fc.record({ doings: eachDoing, scope: fc.constantFrom('full', 'changes'), years: wrongClock }),
    {
      minLength: 1,
      maxLength: 6,
    },
  )
  await fc.assert(
    fc.asyncProperty(reports, eachDoing, async (before, doings) => {
      const people = Array.from({ length: peopleOfUnit }, (): Person => ({
        by: 0,
        revision: 1,
        corrections: 0,
        isReady: true,
      }))
      let today = 0
      const above = aLevelAbove(aBureau, () => dayOf(today))
      const reportNow = async (scope: string, years = 0): Promise<string> => {
        const { told, ready } = plannedBy(people)
        const plan = scope === 'full' ? planFullReport(told) : planChangedReport(told)
        if (plan.submissions.length === 0 && (plan.withdrawn ?? []).length === 0) return 'nothing'
        const now = dayOf(today) + years * 365 * dayMs
        const { manifest, people: inPack } = packOf(0, today, plan, ready)
        const content = { ...manifest.content, createdAt: new Date(now).toISOString() }
        const pack = { manifest: { ...manifest, content }, people: inPack }
        const answer = await above.receive(pack)
        mark(
          0,
          people,
          pack,
          notedAt(
            told.flatMap(({ reported }) => reported ?? []),
            now,
          ),
        )
        return answer
      }
      for (const { doings: done, scope, years } of before) {
        for (const [index, person] of people.entries()) act(person, done[index] ?? 'leave')
        await reportNow(scope, years)
        today += 1
      }
      // The date is right from here on: everybody is reported once, and then what changes as ever.
      Object.assign(people[0] ?? {}, { isReady: true })
      expect(['taken', 'nothing']).toContain(await reportNow('full'))
      today += 1
      for (const [index, person] of people.entries()) act(person, doings[index] ?? 'leave')
      expect(['taken', 'nothing']).toContain(await reportNow('changes'))
      const { told, ready } = plannedBy(people)
      const whole = planFullReport(told.map(({ standing, side }) => ({ standing, side, reported: undefined })))
      const full = aLevelAbove(aBureau)
      expect(await full.receive(packOf(0, today, whole, ready))).toBe('taken')
      expect(above.standing()).toEqual(full.standing())
    }),
    { numRuns: 300 },
  )
})
