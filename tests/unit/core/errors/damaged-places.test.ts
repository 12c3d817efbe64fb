import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { damagedPlaceEn } from '#core/errors/damaged-places.en.ts'
import { messagesEn } from '#core/errors/messages.en.ts'
import { toChinese } from '#core/errors/messages.zh-CN.ts'

const chinese = /[\u4E00-\u9FFF]/

function sourcesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(join(folder, file), 'utf8'))
}

test('every place of damage that a reader names has its English', () => {
  const code = ['src/core', 'src/app/platform', 'src/cli'].flatMap(sourcesIn).join('\n')
  const said = code.matchAll(/(?:\bwhere: |damaged\()[^'`\n]*['`]([^'`\n]*[\u4E00-\u9FFF][^'`\n]*)['`]/g)
  const named = [...said].map(([, place = '']) => place.replace(/\$\{[^}]*\}/, '3'))
  expect(named.length).toBeGreaterThan(8)
  expect(named.filter((place) => chinese.test(damagedPlaceEn(place)))).toEqual([])
})

test('a scheme that was not fetched for want of a network is said in the language of the page', () => {
  expect(messagesEn.SCHEME_UNAVAILABLE({ reason: 'offline' })).toContain('(no network)')
  expect(toChinese({ code: 'SCHEME_UNAVAILABLE', params: { reason: 'offline' } })).toContain('（没有网络）')
})
