import { expect, test } from 'vitest'
import { counted, speak, translate } from '#core/words/translation.ts'

const chinese = () => ({ title: '标题', parts: { one: '一', list: ['甲', '乙'] }, count: (n: number) => `${n} 项` })
const english = { title: 'Title', parts: { one: 'One', list: ['A', 'B'] }, count: (n: number) => counted(n, 'item') }

test('words that are there take the translation, for everyone who holds them', () => {
  const words = speak('early', chinese())
  const { parts } = words
  translate('early', english)
  expect([words.title, parts.one, parts.list, words.count(1), words.count(2)]).toEqual([
    'Title',
    'One',
    ['A', 'B'],
    '1 item',
    '2 items',
  ])
})

test('words that come later take it as they come', () => {
  translate('late', english)
  expect(speak('late', chinese()).parts.one).toBe('One')
})

test('words nobody translated stay', () => {
  expect(speak('untranslated', chinese()).title).toBe('标题')
})
