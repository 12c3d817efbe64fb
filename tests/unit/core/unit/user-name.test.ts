import { describe, expect, test } from 'vitest'
import { readUserName } from '#core/unit/user-name.ts'

describe('the name of a user', () => {
  test.each([
    [' 黄采集 ', '黄采集'],
    ['韦𠮷', '韦𠮷'],
    ['A\u0308', '\u00C4'],
    ['字'.repeat(60), '字'.repeat(60)],
  ])('%j is kept as %j', (typed, name) => {
    expect(readUserName(typed)).toEqual({ ok: true, value: name })
  })

  test.each(['', '  ', '字'.repeat(61), '黄\u202E采集', '黄\u200B采集', '黄\t采集', '黄\u2028采集', '黄\u2029采集'])(
    '%j is refused: no step under it could be read or told apart',
    (typed) => {
      expect(readUserName(typed)).toEqual({ ok: false, error: { code: 'USER_NAME_BAD', params: { longest: 60 } } })
    },
  )
})
