import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'

// What a status says is told when it changes; one that comes in with its words is not (docs/screen-reader.md).
test.each([
  'components/DraftNotices.vue',
  'components/backup/FolderMirror.vue',
  'pages/AboutCodesPage.vue',
  'pages/PrintPage.vue',
])('%s has its status standing before there is anything to say', async (file) => {
  const source = await readFile(`src/app/individual/${file}`, 'utf8')
  const statuses = source.match(/<[^<>]* role="status"[^<>]*>/g) ?? []
  expect(statuses).toHaveLength(1)
  expect(statuses.join(' ')).not.toMatch(/v-(?:if|else)/)
})
