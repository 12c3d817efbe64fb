import { expect, it } from 'vitest'
import { packOfScreenFont, screenFontAddress } from '#app/platform/print/screen-font-address.ts'

it('a font for the screen is named by its pack, and nothing else is one', () => {
  expect(packOfScreenFont(screenFontAddress('hana-3.pack'))).toBe('hana-3.pack')
  for (const other of ['noto-1.pack', '../hana-1.pack', 'hana-1.pack/x.pack'])
    expect(packOfScreenFont(screenFontAddress(other))).toBeUndefined()
})
