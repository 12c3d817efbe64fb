import { describe, expect, test } from 'vitest'
import { filesFetchedWith } from '#house/preloads.ts'

const files = ['assets/a-1.js', 'assets/b-2.js']

const index = 'assets/index-1.js'

describe('what is named before the first field', () => {
  test.each([
    ['what the first field stands on', { hostId: 'index.html', hostType: 'html' }, index, files],
    ['what a page stands on that is opened later', { hostId: index, hostType: 'js' }, 'assets/PrintPage-1.js', []],
    ['what pages stand on that are one file', { hostId: index, hostType: 'js' }, 'assets/management-1.js', []],
    ['what a page stands on that people arrive at', { hostId: index, hostType: 'js' }, 'assets/HomePage-1.js', files],
    ['what goes to work by itself', { hostId: index, hostType: 'js' }, 'assets/start-sync-1.js', files],
    ['what a part of another page stands on', { hostId: 'assets/HomePage-1.js', hostType: 'js' }, index, files],
  ] as const)('%s', (_case, host, part, named) => {
    expect(filesFetchedWith(part, files, host)).toEqual(named)
  })
})
