import { calculateJwkThumbprint } from 'jose'
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { formatFingerprint } from '#core/unit/fingerprint.ts'
import { certificateOf, unitCertificateSchema } from '#core/unit/unit.ts'
import { aUnit, someUnitKeys } from '#tests/support/units.ts'

describe('a unit', () => {
  test('shows both public keys and nothing private', async () => {
    const certificate = certificateOf(aUnit, await someUnitKeys())
    expect(v.is(unitCertificateSchema, certificate)).toBe(true)
    expect(JSON.stringify(certificate)).not.toContain('"d"')
  })

  test('is compared by 128 bits in groups of four', async () => {
    const { signing } = await someUnitKeys()
    const fingerprint = formatFingerprint(await calculateJwkThumbprint(signing.publicJwk, 'sha256'))
    expect(fingerprint).toMatch(/^(?:[0-9a-f]{4}-){7}[0-9a-f]{4}$/)
    expect(formatFingerprint('A'.repeat(43))).toBe('0000-0000-0000-0000-0000-0000-0000-0000')
  })
})
