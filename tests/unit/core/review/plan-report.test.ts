import { array, assert, constantFrom, property, record, subarray } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type EarlierPack, planChangedReport, planFullReport, reportedSoFar } from '#core/review/plan-report.ts'
import { rosterObstacle } from '#core/review/roster-print.ts'

const [a, b, c, d] = ['a'.repeat(64), 'b'.repeat(64), 'c'.repeat(64), 'd'.repeat(64)] as const
const pack = (digest: string, at: number, content: EarlierPack['content']): EarlierPack => ({ digest, at, content })
const nobody = new Set<string>()

describe('a pack of what changed', () => {
  const first = pack('f'.repeat(64), 1, { submissions: [a, b, c] })

  test('holds everybody when nothing went up before', () => {
    expect(planChangedReport({ ready: [b, a], open: nobody, earlier: [] })).toEqual({ submissions: [a, b] })
  })

  test('holds the new ones, names the pack before, and withdraws what no longer stands', () => {
    expect(planChangedReport({ ready: [a, c, d], open: nobody, earlier: [first] })).toEqual({
      submissions: [d],
      since: first.digest,
      withdrawn: [b],
    })
  })

  test('leaves alone what was reported of people who are being checked again', () => {
    expect(planChangedReport({ ready: [a, c], open: new Set([b]), earlier: [first] }).withdrawn).toEqual([])
  })

  test('goes on from packs of changes', () => {
    const second = pack('e'.repeat(64), 2, { submissions: [d], since: first.digest, withdrawn: [b] })
    expect([...reportedSoFar([second, first])].sort()).toEqual([a, c, d])
    expect(planChangedReport({ ready: [a, c, d], open: nobody, earlier: [first, second] })).toEqual({
      submissions: [],
      since: second.digest,
      withdrawn: [],
    })
  })

  test('a full one withdraws what ever went up and no longer stands, save of people who are being checked again', () => {
    const second = pack('e'.repeat(64), 2, { submissions: [d], since: first.digest, withdrawn: [b] })
    const earlier = [first, second]
    expect(planFullReport({ ready: [a], open: new Set([c]), earlier })).toEqual({ submissions: [a], withdrawn: [b, d] })
    expect(planFullReport({ ready: [a], open: nobody, earlier: [] })).toEqual({ submissions: [a] })
  })

  test('leads the level above to exactly those who are ready, whatever went before', () => {
    const all = [a, b, c, d]
    const step = record({ ready: subarray(all), scope: constantFrom('full' as const, 'changes' as const) })
    assert(
      property(array(step, { maxLength: 6 }), (steps) => {
        const earlier: EarlierPack[] = []
        for (const [at, { ready, scope }] of steps.entries()) {
          const plan = (scope === 'full' ? planFullReport : planChangedReport)({ ready, open: nobody, earlier })
          const { submissions, since, withdrawn } = plan
          const content = {
            submissions: [...submissions],
            ...(since !== undefined && { since }),
            ...(withdrawn && { withdrawn: [...withdrawn] }),
          }
          earlier.push(pack(String(at), at, content))
          expect([...reportedSoFar(earlier)].sort()).toEqual([...ready].sort())
        }
      }),
    )
  })
})

describe('the roster beside a report', () => {
  const print = (digest: string, at: number, count = 3) => ({
    id: String(at),
    digest,
    count,
    at,
    by: '黄采集',
    columns: [],
    order: 'pinyin' as const,
    paper: 'a4' as const,
  })

  test('must have been printed of exactly this data (M12, M13)', () => {
    expect(rosterObstacle([], a, 3)).toEqual({ why: 'notPrinted' })
    expect(rosterObstacle([print(a, 1)], b, 4)).toEqual({ why: 'changed', reported: 4, printed: 3 })
    expect(rosterObstacle([print(b, 1), print(a, 2)], a, 3)).toBeUndefined()
  })

  test('is the last one printed: an older paper of the same data is void once another was made', () => {
    expect(rosterObstacle([print(a, 1), print(b, 2)], a, 3)).toMatchObject({ why: 'changed' })
  })
})
