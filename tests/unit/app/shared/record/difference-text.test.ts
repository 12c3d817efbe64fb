import { expect, test } from 'vitest'
import { useDifferenceText } from '#app/shared/record/useDifferenceText.ts'
import type { Difference, Side } from '#core/record/compare-records.ts'
import { pageStores } from '#tests/support/page-stores.ts'

const difference = { key: 'education[3].school', sheet: 'education', row: 3, field: 'school', mine: 'a', theirs: 'b' }

/** What is said of a row that stands here on one side and there on the other. */
async function said(mineRow: number | undefined, theirsRow: number | undefined, inSight: Side = 'mine') {
  await pageStores({})
  const { nameOf, rowOn } = useDifferenceText()
  const of: Difference = { ...difference, mineRow, theirsRow }
  return [nameOf(of, inSight).replace(/.* (第 \d+ 条).*/, '$1'), rowOn('mine', of), rowOn('theirs', of)]
}

test('a row is called by the number it has where it is read', async () => {
  expect(await said(1, 1)).toEqual(['第 2 条', '', ''])
  expect(await said(1, undefined)).toEqual(['第 2 条', ' 第 2 条', ''])
  expect(await said(undefined, 2)).toEqual(['第 3 条', '', ' 第 3 条'])
})

test('where the sides number it differently, each says its own', async () => {
  expect(await said(1, 2)).toEqual(['第 2 条', ' 第 2 条', ' 第 3 条'])
  expect(await said(1, 2, 'theirs')).toEqual(['第 3 条', ' 第 2 条', ' 第 3 条'])
})
