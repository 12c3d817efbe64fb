import { describe, expect, test } from 'vitest'
import { adviseCopy, type CopyFacts } from '#core/backup/copy-advice.ts'

const day = 24 * 3_600_000
const facts: CopyFacts = {
  revision: 5,
  createdAt: 100 * day,
  savedAt: 107 * day,
  now: 108 * day,
  inFile: undefined,
  isKeepingRefused: false,
  isForgetful: false,
}

describe('what is said of the copies of a draft', () => {
  test.each([
    ['seven days without a file are quiet', {}, 'none', undefined],
    ['a moment longer is not', { savedAt: 107 * day + 1 }, 'none', 'old'],
    ['an old file is outdated and still quiet', { inFile: { revision: 4, at: 101 * day } }, 'outdated', undefined],
    [
      'edits long after the last file',
      { savedAt: 109 * day, inFile: { revision: 4, at: 101 * day } },
      'outdated',
      'old',
    ],
    ['what was typed in a week lies a week without a file', { now: 114 * day }, 'none', undefined],
    ['what was typed in a week lies longer without a file', { now: 114 * day + 1 }, 'none', 'old'],
    [
      'what was typed after the last file lies long',
      { now: 900 * day, inFile: { revision: 4, at: 101 * day } },
      'outdated',
      'old',
    ],
    ['a locked draft lies a week without a file', { createdAt: undefined, now: 114 * day }, 'none', undefined],
    ['a locked draft lies longer without a file', { createdAt: undefined, now: 114 * day + 1 }, 'none', 'old'],
    [
      'a locked draft has an old file',
      { createdAt: undefined, inFile: { revision: 4, at: 101 * day } },
      'outdated',
      undefined,
    ],
    ['a refused promise', { isKeepingRefused: true }, 'none', 'keepingRefused'],
    ['a browser that forgets comes first', { isKeepingRefused: true, isForgetful: true }, 'none', 'forgetful'],
  ] as const)('%s', (_case, changes, file, reminder) => {
    expect(adviseCopy({ ...facts, ...changes })).toEqual({ file, reminder })
  })

  test('a file that holds the draft as it stands ends every reminder', () => {
    const inFile = { revision: 5, at: 1 }
    const advice = adviseCopy({ ...facts, savedAt: 900 * day, inFile, isKeepingRefused: true, isForgetful: true })
    expect(advice).toEqual({ file: 'current', reminder: undefined })
  })
})
