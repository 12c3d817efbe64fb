import { expect, test } from 'vitest'
import { computed } from 'vue'
import { useTouchedFields } from '#app/individual/stores/touched-fields.ts'
import { aPerson } from '#tests/support/people.ts'
import { pageStores } from '#tests/support/page-stores.ts'

test('a row that moves on takes along what was touched of it, and a place keeps it for what comes back', async () => {
  await pageStores({})
  const { touched, touch, follow } = useTouchedFields(computed(() => aPerson()))
  touch('titles[2].titleLevel')
  touch('awards[2].awardRank')
  follow({ kind: 'set', sheet: 'titles', row: 2, field: 'titleLevel', value: '3' })
  expect(touched.size).toBe(2)
  follow({ kind: 'addRow', sheet: 'titles', at: 1, values: {} })
  expect([...touched]).toEqual(['titles[2].titleLevel', 'awards[2].awardRank', 'titles[3].titleLevel'])
  follow({ kind: 'removeRow', sheet: 'awards', row: 0 })
  expect(touched.has('awards[1].awardRank')).toBe(true)
  follow({ kind: 'moveRow', sheet: 'titles', from: 3, to: 0 })
  expect(touched.has('titles[0].titleLevel')).toBe(true)
})
