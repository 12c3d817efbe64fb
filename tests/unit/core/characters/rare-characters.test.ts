import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { findRareCharacters, parseRareCharacters } from '#core/characters/rare-characters.ts'

const file = new URL('../../../../public/characters/rare.pack', import.meta.url)
const all = parseRareCharacters(gunzipSync(readFileSync(file)).toString('utf8'))
const found = (query: string) => findRareCharacters(all, query).map(({ character }) => character)

describe('rare characters', () => {
  test('reach beyond the BMP', () => {
    expect(all.length).toBeGreaterThan(70_000)
    expect(all.every(({ character }) => [...character].length === 1)).toBe(true)
  })

  test.each([
    { query: '由页', character: '𬱖' },
    { query: '龙天', character: '䶮' },
    { query: '天龙', character: '䶮' },
    { query: '土口', character: '𠮷' },
    { query: 'yan', character: '䶮' },
    { query: 'DI', character: '𬱖' },
    { query: 'U+20BB7', character: '𠮷' },
    { query: 'u2cc56', character: '𬱖' },
    { query: ' 0x4dae ', character: '䶮' },
  ])('$character is found by “$query”', ({ query, character }) => {
    expect(found(query)).toContain(character)
  })

  test('of few strokes come first', () => {
    const strokes = findRareCharacters(all, '金').map((rare) => rare.strokes)
    expect(strokes).toEqual([...strokes].sort((a, b) => a - b))
  })

  test.each(['', ' ', 'U+0041', 'U+110000', 'U+D800', '123', '?', '木木木木木水火土金亻页'])(
    'nothing is found by “%s”',
    (query) => {
      expect(found(query)).toEqual([])
    },
  )
})
