import { expect, test } from 'vitest'
import { answersInOrder } from '#app/shared/answers-in-order.ts'

test('an answer that comes after a later one is not shown', () => {
  const ask = answersInOrder()
  const [first, second, third] = [ask(), ask(), ask()]
  expect([second(), first(), third()]).toEqual([true, false, true])
})

test('answers that come in order are all shown: the first is not held back for the next', () => {
  const ask = answersInOrder()
  const [first, second] = [ask(), ask()]
  expect([first(), second()]).toEqual([true, true])
})
