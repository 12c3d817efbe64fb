import { describe, expect, test } from 'vitest'
import { slipFate } from '#app/individual/stores/slip-fate.ts'
import { fail, ok } from '#core/errors/result.ts'
import { readReturnSlip } from '#core/return-slip/read-return-slip.ts'
import { signReturnSlip } from '#core/return-slip/sign-return-slip.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aReturnSlipContent } from '#tests/support/units.ts'

describe('a return slip from the network', () => {
  test('is kept from the unit of the task alone', async () => {
    const read = await readReturnSlip(await signReturnSlip(aReturnSlipContent(), await aSigningKey()))
    if (!read.ok) throw new Error(read.error.code)
    const matched = { slip: read.value, draftId: 'd', personName: '韦晓莉', isOutdated: false }
    expect(slipFate(ok({ ...matched, trust: 'task' }))).toBe('keep')
    expect(slipFate(ok({ ...matched, trust: 'other' }))).toBe('leave')
    expect(slipFate(ok({ ...matched, trust: 'unknown' }))).toBe('untilTask')
  })

  test('is left when it is for another device or is none, and waits while its record is locked', () => {
    expect(slipFate(fail('RETURN_SLIP_UNMATCHED', { digest: 'x' }))).toBe('leave')
    expect(slipFate(fail('SIGNED_FILE_SIGNATURE_BAD', { name: 'returnSlip' }))).toBe('leave')
    expect(slipFate(fail('DRAFT_LOCKED', {}))).toBe('later')
  })
})
