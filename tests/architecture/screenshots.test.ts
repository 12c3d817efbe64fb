import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { namesOfPages } from '#tests/support/person-pages.ts'

const source = ['individual', 'states', 'troubles']
  .map((name) => readFileSync(new URL(`../screenshots/${name}.ts`, import.meta.url), 'utf8'))
  .join('')
const scenes = [...source.matchAll(/\bscene\('([^']+)'/g)].map(([, scene = '']) => scene)
/** Scenes are called after the page they show, but for these. */
const otherwise: Readonly<Record<string, string>> = { new: 'form-new', draft: 'form-filled', 'not-found': 'nowhere' }

test.each(namesOfPages)('a picture is taken of the page “%s” of the individual edition', (name) => {
  expect(scenes).toContain(otherwise[name] ?? name)
})

test('no picture is taken in the place of another', () => {
  expect(scenes).toHaveLength(new Set(scenes).size)
})
