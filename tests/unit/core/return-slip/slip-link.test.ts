import { expect, test } from 'vitest'
import { readReturnSlip } from '#core/return-slip/read-return-slip.ts'
import { signReturnSlip } from '#core/return-slip/sign-return-slip.ts'
import { fitsOnPaper, isSlipFragment, slipTextOf, slipToFragment } from '#core/return-slip/slip-link.ts'
import { aReturnSlipContent } from '#tests/support/units.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'

test('a slip of a few comments goes through a link small enough for paper, signature and all', async () => {
  const text = await signReturnSlip(aReturnSlipContent(), await aSigningKey())
  const fragment = await slipToFragment(text)
  expect(isSlipFragment(fragment)).toBe(true)
  expect(fitsOnPaper(`https://caibao.example.cn/returned${fragment}`)).toBe(true)
  const back = await slipTextOf(fragment)
  expect(back).toEqual({ ok: true, value: text })
  expect((await readReturnSlip(text)).ok).toBe(true)
})

test('a link that is cut short or of another kind is refused', async () => {
  const fragment = await slipToFragment(await signReturnSlip(aReturnSlipContent(), await aSigningKey()))
  for (const bad of ['#slip=1.', fragment.slice(0, -20), fragment.replace('#slip', '#task'), '#slip=1.%%%']) {
    expect(await slipTextOf(bad)).toMatchObject({ ok: false, error: { code: 'SLIP_LINK_DAMAGED' } })
  }
})
