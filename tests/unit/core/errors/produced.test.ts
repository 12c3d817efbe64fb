import { readdirSync, readFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import { expect, test } from 'vitest'
import { messagesEn } from '#core/errors/messages.en.ts'

const ownRoom = join('core', 'errors') + sep

test('every error that has a sentence can come about: a code that nothing gives tells readers of a way that is not there', () => {
  const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(ts|vue)$/.test(file) && !file.startsWith(ownRoom))
    .map((file) => readFileSync(join('src', file), 'utf8'))
    .join('\n')
  const named = new Set(Array.from(sources.matchAll(/'([A-Z][A-Z_]+)'/g), ([, code]) => code))
  expect(Object.keys(messagesEn).length).toBeGreaterThan(100)
  expect(Object.keys(messagesEn).filter((code) => !named.has(code))).toEqual([])
})
