import { describe, expect, test } from 'vitest'
import { filesFetchedWith } from '#house/preloads.ts'

const files = ['assets/a-1.js', 'assets/b-2.js']

describe('what is named before the first field', () => {
  test.each([
    ['what the first field stands on', 'index.html', 'html', 'assets/index-1.js', files],
    ['what a page stands on that is opened later', 'assets/index-1.js', 'js', 'assets/PrintPage-1.js', []],
    ['what a page stands on that people arrive at', 'assets/index-1.js', 'js', 'assets/HomePage-1.js', files],
    ['what a part of another page stands on', 'assets/HomePage-1.js', 'js', 'assets/LockDialog-1.js', files],
  ] as const)('%s', (_case, hostId, hostType, part, named) => {
    expect(filesFetchedWith(part, files, { hostId, hostType })).toEqual(named)
  })
})
