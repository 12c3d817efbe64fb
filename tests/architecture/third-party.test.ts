import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { thirdPartyNotices } from '#house/third-party.mjs'

describe('docs/third-party.md', () => {
  test('says what the lock file says; `npm run notices` writes it anew', async () => {
    const committed = await readFile(new URL('../../docs/third-party.md', import.meta.url), 'utf8')
    expect(committed).toBe(thirdPartyNotices())
  })

  test('names only licences that let the work be passed on', () => {
    const licences = [...thirdPartyNotices().matchAll(/^\| \S+ \| \d\S* \| (.+?) \|/gm)].map((match) => match[1])
    expect(licences.length).toBeGreaterThan(30)
    const permissive = new Set([
      'MIT',
      '(MIT OR Apache-2.0)',
      'ISC',
      'Apache-2.0',
      'BSD-2-Clause',
      'BSD-3-Clause',
      '0BSD',
    ])
    expect(licences.filter((licence) => !permissive.has(licence ?? ''))).toEqual([])
  })
})
