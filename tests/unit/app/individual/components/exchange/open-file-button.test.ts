import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { fileExtensions } from '#house/pwa.ts'

test('every file that a person opens with the system is shown by the button that opens files', async () => {
  const button = await readFile('src/app/individual/components/exchange/OpenFileButton.vue', 'utf8')
  const shown = /accept="([^"]*)"/.exec(button)?.[1]?.split(',')
  // A pack is the unit's to open.
  const opened = fileExtensions.filter((extension) => extension !== '.rpz')
  expect(opened.length).toBeGreaterThan(0)
  expect(shown).toEqual(expect.arrayContaining(opened))
})
