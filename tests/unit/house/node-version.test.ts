import { describe, expect, test } from 'vitest'
import { isAtLeast } from '#house/node-version.mjs'

describe('isAtLeast', () => {
  test.each([
    ['v20.19.0', [20, 19], true],
    ['v20.18.3', [20, 19], false],
    ['v22.0.0', [20, 19], true],
    ['v18.20.8', [20, 19], false],
    ['v22.9.0', [22, 18], false],
    ['v100.0.0-nightly', [22, 18], true],
  ])('says of %s and %j: %s', (version, oldest, expected) => {
    expect(isAtLeast(version, oldest)).toBe(expected)
  })
})
