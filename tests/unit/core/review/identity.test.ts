import { describe, expect, test } from 'vitest'
import { classifyArrival } from '#core/review/classify-arrival.ts'
import { caseIdOf, identityDoubts, identityOf } from '#core/review/identity.ts'
import { caseOf } from '#core/review/review-case.ts'
import { aPerson } from '#tests/support/people.ts'
import { arrivalOf, aTrail } from '#tests/support/review-events.ts'

const person = identityOf(aPerson())

describe('the identity of a person', () => {
  test('is the ID number in one spelling, or name and birth date without one', () => {
    const lower = identityOf(aPerson({ basic: { ...aPerson().basic, idNumber: '45252619790418262x' } }))
    expect(caseIdOf(lower)).toBe('id:45252619790418262X')
    expect(caseIdOf({ ...person, idNumber: '' })).toBe('name:韦晓𬱖:1979-04-18')
  })

  test('never ends amid a rare character, however long the name', () => {
    const long = (name: string) => caseIdOf({ ...person, idNumber: '', name })
    expect(long('\u{20BB7}'.repeat(50))).toBe(`name:${'\u{20BB7}'.repeat(37)}`)
  })

  test('takes the dots of a name for one', () => {
    const named = (name: string) => identityOf(aPerson({ basic: { ...aPerson().basic, name } })).name
    expect(named('阿依古丽•买买提')).toBe(named('阿依古丽・买买提'))
  })

  test('is in doubt when one number has two names, or two numbers one name and birth date', () => {
    const [own, other] = [
      { ...person, caseId: 'own' },
      { ...person, caseId: 'other' },
    ]
    const rulesOf = (changed: typeof own) => identityDoubts(own, [changed]).map(({ rule }) => rule)
    expect(identityDoubts(own, [{ ...own, name: '韦小莉' }])).toEqual([{ rule: 'M03', other: 'own' }])
    expect(rulesOf({ ...own, gender: '1' })).toEqual(['M03'])
    expect(rulesOf({ ...own, gender: '' })).toEqual([])
    expect(rulesOf({ ...other, idNumber: '45252619790418264X' })).toEqual(['M04'])
    expect(rulesOf({ ...other, idNumber: '1', birthDate: '1980-01-01' })).toEqual([])
    expect(rulesOf(own)).toEqual([])
  })

  test('is in doubt when another case came to have the number, and never against its own case', () => {
    const own = { ...person, caseId: 'own' }
    const rulesOf = (changed: typeof own) => identityDoubts(own, [changed]).map(({ rule }) => rule)
    expect(rulesOf({ ...own, caseId: 'other' })).toEqual(['M02'])
    expect(rulesOf({ ...own, caseId: 'other', name: '韦小莉' })).toEqual(['M02', 'M03'])
    expect(rulesOf({ ...own, idNumber: '45252619790418264X' })).toEqual([])
  })
})

describe('an arrival', () => {
  const told = caseOf(aTrail([arrivalOf('b', 2), { kind: 'returned', digest: 'b'.repeat(64), slip: 's', comments: 1 }]))
  const standing = told.ok ? told.value : undefined

  test('is new, newer, the same or older', () => {
    const kindOf = (letter: string, revision: number) => classifyArrival(standing, arrivalOf(letter, revision)).kind
    expect(classifyArrival(undefined, arrivalOf('a', 1)).kind).toBe('new')
    expect([kindOf('c', 3), kindOf('b', 2), kindOf('a', 1)]).toEqual(['newer', 'same', 'older'])
  })

  test('answers a return, and tells another device', () => {
    const arrival = classifyArrival(standing, { ...arrivalOf('c', 3), signer: 'another' })
    expect(arrival).toEqual({ kind: 'newer', isOtherDevice: true, answersReturn: true, hasRival: false })
  })
})
