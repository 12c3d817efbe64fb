import { expect, test } from 'vitest'
import { useCaseListStore } from '#app/management/stores/useCaseListStore.ts'
import { useRosterPrintsStore } from '#app/management/stores/useRosterPrintsStore.ts'
import { fail, ok } from '#core/errors/result.ts'
import { rosterCodeText } from '#core/review/roster-code.ts'
import { rosterDigest } from '#core/review/roster.ts'
import { formatDigest } from '#core/submission/digest.ts'
import { memoryCases, memoryUnit } from '#tests/support/memory-unit.ts'
import { anotherPerson } from '#tests/support/more-people.ts'
import { arrivalOf } from '#tests/support/review-events.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'

const digestOf = (letter: string): string => letter.repeat(64)

/** 韦一, who handed in twice and was corrected after, 韦二, and 韦四, whose record was 罗三’s first. */
async function aUnit() {
  const cases = memoryCases()
  const put = (name: string, at: number, digest: string, steps: Parameters<typeof cases.put>[2]) =>
    cases.put(name, { digest, text: '', content: aSubmissionContent({}, anotherPerson(name, at)) }, steps)
  const change = { path: 'basic.mobile', before: '1', after: '2', reason: '核对' }
  put('韦一', 1, digestOf('c'), [
    arrivalOf('a', 1),
    arrivalOf('b', 2),
    { kind: 'corrected', digest: digestOf('c'), from: digestOf('b'), changes: [change] },
    { kind: 'corrected', digest: digestOf('d'), from: digestOf('c'), changes: [change] },
  ])
  put('韦二', 2, digestOf('e'), [arrivalOf('e', 1)])
  const whose = { recordId: 'record of 罗三', name: '罗三', gender: '2' }
  put('韦四', 4, digestOf('9'), [
    { ...arrivalOf('7', 1), whose },
    { kind: 'corrected', digest: digestOf('8'), from: digestOf('7'), changes: [change] },
    { ...arrivalOf('9', 2), whose: { ...whose, name: '韦四' } },
  ])
  const pinia = await memoryUnit(cases)
  const [prints, list] = [useRosterPrintsStore(pinia), useCaseListStore(pinia)]
  const held = list.rows.map(({ standing }) => standing)
  return { cases, prints, check: (text: string) => prints.check(text, { passed: [], held }) }
}

test.each([
  ['by the digits at its foot', formatDigest(digestOf('e'))],
  ['by its QR code', digestOf('e')],
])('the form of a person is told from papers of others %s', async (_how, code) => {
  const { check } = await aUnit()
  expect(await check(code)).toEqual({ kind: 'form', name: '韦二' })
})

test('a form of what no longer counts is told with the revision it shows', async () => {
  const { check } = await aUnit()
  expect(await check(digestOf('d'))).toEqual({ kind: 'form', name: '韦一' })
  expect(await check(digestOf('a'))).toEqual({ kind: 'formEarlier', name: '韦一', revision: 1 })
  expect(await check(digestOf('b'))).toEqual({ kind: 'formEarlier', name: '韦一', revision: 2 })
  expect(await check(formatDigest(digestOf('c')))).toEqual({ kind: 'formEarlier', name: '韦一', revision: 2 })
})

test('a form of another person under the same number is told under the name it shows', async () => {
  const { check } = await aUnit()
  expect(await check(digestOf('7'))).toEqual({ kind: 'formEarlier', name: '罗三', revision: 1 })
  expect(await check(digestOf('8'))).toEqual({ kind: 'formEarlier', name: '罗三', revision: 1 })
})

test('a paper is not called foreign where not everybody’s steps can be read', async () => {
  const { cases, prints, check } = await aUnit()
  Object.assign(cases.storage, {
    async *trails() {
      yield Promise.resolve(fail('STORE_SEAL_BROKEN', {}))
    },
  })
  expect(await check(digestOf('e'))).toEqual({ kind: 'form', name: '韦二' })
  expect(await check(digestOf('a'))).toBeUndefined()
  expect(prints.error?.code).toBe('STORE_SEAL_BROKEN')
})

test('a code of nobody, and one of a roster, stay unknown', async () => {
  const { check } = await aUnit()
  expect(await check(digestOf('0'))).toEqual({ kind: 'unknown' })
  expect(await check(rosterCodeText({ digest: digestOf('e'), count: 1 }))).toEqual({ kind: 'unknown' })
})

test('totals of the very people who passed, or of those in a pack, are not called their roster', async () => {
  const { cases, prints } = await aUnit()
  const passed = [digestOf('c'), digestOf('e')]
  const code = { digest: await rosterDigest(passed), count: 2 }
  const people = { passed, held: passed }
  expect(await prints.check(rosterCodeText(code, 'totals'), people)).toEqual({ kind: 'nowTotals', count: 2 })
  expect(await prints.check(rosterCodeText(code), people)).toEqual({ kind: 'now', count: 2 })
  const pack = { digest: digestOf('1'), rosterDigest: code.digest }
  Object.assign(cases.storage, { packs: () => Promise.resolve(ok([pack])) })
  const none = { passed: [], held: [] }
  expect(await prints.check(rosterCodeText(code, 'totals'), none)).toEqual({ kind: 'packTotals', pack })
  expect(await prints.check(rosterCodeText(code), none)).toEqual({ kind: 'pack', pack })
})
