import { expect, test } from 'vitest'
import { listsWordsEn } from '#app/management/words/tables.en.ts'
import { listsWords } from '#app/management/words/tables.zh-CN.ts'

test('a unit without a code of its own, as a branch of a school, is told to leave the code empty', () => {
  expect(listsWords.reasons.orgCodeTwice).toContain('没有自己代码的，请把代码留空')
  expect(listsWordsEn.reasons.orgCodeTwice).toContain('if it has no code of its own, leave the code empty')
})
