import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { capabilities } from '#tests/support/capabilities.ts'
import { browserTests, lineOf } from '#tests/support/kept-out.ts'

const text = readFileSync(new URL('../../docs/browsers.md', import.meta.url), 'utf8')

describe('docs/browsers.md', () => {
  test('has looked at the tests', () => {
    expect(browserTests.length).toBeGreaterThan(30)
  })

  test.each(browserTests)('says what of %s runs in which engine', (file) => {
    expect(text).toContain(lineOf(file))
  })

  test.each(Object.entries(capabilities))('says why %s keeps something out', (name, { elsewhere }) => {
    expect(text).toContain(`| \`${name}\` |`)
    expect(text).toContain(elsewhere)
  })

  test('names no file that is gone', () => {
    const named = [...text.matchAll(/^\| ([\w-]+) \| (?:all|without)/gm)].map(([, name = '']) => `${name}.test.ts`)
    expect(named.length).toBeGreaterThan(30)
    expect(named.filter((name) => !browserTests.includes(name))).toEqual([])
  })
})
