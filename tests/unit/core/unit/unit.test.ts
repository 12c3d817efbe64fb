import { calculateJwkThumbprint } from 'jose'
import { describe, expect, test } from 'vitest'
import { formatFingerprint } from '#core/unit/fingerprint.ts'
import { someUnitKeys } from '#tests/support/units.ts'

describe('a unit', () => {
  test('is compared by 128 bits in groups of four', async () => {
    const { signing } = await someUnitKeys()
    const fingerprint = formatFingerprint(await calculateJwkThumbprint(signing.publicJwk, 'sha256'))
    expect(fingerprint).toMatch(/^(?:[0-9a-f]{4}-){7}[0-9a-f]{4}$/)
    expect(formatFingerprint('A'.repeat(43))).toBe('0000-0000-0000-0000-0000-0000-0000-0000')
  })
})
