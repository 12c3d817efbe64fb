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

/** Every sentence of a group of words; of one that takes values, as it is written. */
function sentencesOf(words: unknown): readonly string[] {
  if (typeof words === 'string') return [words]
  if (typeof words === 'function') return [String(words)]
  return typeof words === 'object' && words !== null ? Object.values(words).flatMap(sentencesOf) : []
}

// What goes on official paper, into the trail of a unit or into the name of a file is the same in every language.
const official = [
  '广西专业技术人员信息采集表',
  '草稿，未报送',
  '撤销批量通过',
  '人工选择',
  '两份逐项比较后选定',
  '统一为公章名称',
  '撤销统一单位名称',
  '确定由“${unit}”报',
  '核对原件，以“${name}”为准',
]
const isOfficial = (sentence: string): boolean =>
  official.some((text) => sentence.includes(text)) || /`.+\.(?:bak|pdf)`$/.test(sentence)

test.each(Object.entries(englishWords))('the English of %s has Chinese within quotes only', (_name, words) => {
  const sentences = sentencesOf(words)
  expect(sentences.length).toBeGreaterThan(0)
  const bare = sentences
    .filter((sentence) => !isOfficial(sentence))
    .filter((sentence) => /\p{Script=Han}/u.test(sentence.replace(/“[^”]*”/g, '')))
  expect(bare).toEqual([])
})
