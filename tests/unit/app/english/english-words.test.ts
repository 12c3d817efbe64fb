import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { englishWords } from '#app/english/speak-english.ts'

const source = fileURLToPath(new URL('../../../../src/', import.meta.url))

test('every group of words has its English', async () => {
  const files = (await readdir(source, { recursive: true })).filter((file) => file.endsWith('.zh-CN.ts'))
  const texts = await Promise.all(files.map((file) => readFile(join(source, file), 'utf8')))
  const unnamed = files.filter((_, index) => !texts[index]?.includes(' speak('))
  expect(unnamed).toEqual([])
  const names = texts.flatMap((text) => [...text.matchAll(/ speak\('(\w+)'/g)].map(([, name = '']) => name))
  expect(names.sort()).toEqual(Object.keys(englishWords).sort())
})
