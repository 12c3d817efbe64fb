import { describe, expect, test } from 'vitest'
import { compared, type FaultRun, shortcomings, survived } from '#tests/faults/report.ts'

const employer = (text: string) => new Map([['basic.employer', text]])

describe('what the fault bench counts', () => {
  test.each([
    { saved: '北流市', standing: '北流市', lost: 0 },
    { saved: '北流市', standing: '北流市第一', lost: 0 },
    { saved: '北流市', standing: '北流', lost: 1 },
    { saved: '北流市', standing: '南流市', lost: 3 },
    { saved: '𬱖𠮷', standing: '𬱖', lost: 1 },
    { saved: '', standing: '北', lost: 0 },
  ])('“$saved” that became “$standing” lost $lost characters', ({ saved, standing, lost }) => {
    expect(compared(saved, standing)).toEqual({ saved: [...saved].length, lost })
  })

  test('each edit once, in the round it was shown as saved in', () => {
    const [before, saved] = [employer('北流'), employer('北流市第一')]
    expect(survived({ before, saved, standing: saved })).toEqual({ saved: 3, lost: 0 })
    expect(survived({ before, saved, standing: employer('北流市第一中') })).toEqual({ saved: 3, lost: 0 })
    expect(survived({ before, saved, standing: employer('北流市') })).toEqual({ saved: 3, lost: 2 })
  })

  test.each([
    { became: '北', lost: 1 },
    { became: '南流', lost: 2 },
    { became: '', lost: 2 },
  ])('text of an earlier round that became “$became” as lost, also when nothing was added', ({ became, lost }) => {
    const before = employer('北流')
    expect(survived({ before, saved: before, standing: employer(became) })).toEqual({ saved: 0, lost })
    expect(survived({ before, saved: new Map(), standing: employer(became) })).toEqual({ saved: 0, lost })
    expect(survived({ before, saved: employer('北流市'), standing: new Map() })).toEqual({ saved: 1, lost: 3 })
  })

  test('a field that was not shown after the accident as lost', () => {
    const saved = new Map([...employer('北流'), ['basic.email', 'a@b']])
    expect(survived({ before: new Map(), saved, standing: employer('北流') })).toEqual({ saved: 5, lost: 3 })
  })
})

describe('the fault bench fails', () => {
  const whole: FaultRun = { name: 'kills', asked: 100, done: 100, tally: { saved: 300, lost: 0 } }

  test('never without a reason', () => {
    expect(shortcomings([whole, { ...whole, refused: 3 }])).toEqual([])
    expect(shortcomings([{ name: 'kills', asked: 0, done: 0, tally: { saved: 0, lost: 0 }, refused: 0 }])).toEqual([])
  })

  test.each<{ readonly when: string; readonly run: FaultRun; readonly says: string }>([
    { when: 'an edit is lost', run: { ...whole, tally: { saved: 300, lost: 1 } }, says: '1 of the edits' },
    { when: 'fewer were done than asked for', run: { ...whole, done: 99 }, says: '99 were done of 100' },
    {
      when: 'nothing was shown as saved',
      run: { ...whole, tally: { saved: 0, lost: 0 } },
      says: 'nothing was shown as saved',
    },
    { when: 'no full disk stopped the typing', run: { ...whole, refused: 0 }, says: 'none stopped the typing' },
  ])('when $when', ({ run, says }) => {
    const said = shortcomings([whole, run])
    expect(said).toHaveLength(1)
    expect(said[0]).toContain(says)
  })
})
