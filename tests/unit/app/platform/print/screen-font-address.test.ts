import { expect, it } from 'vitest'
import { packOfScreenFont, screenFontAddress } from '#app/platform/print/screen-font-address.ts'

it('a font for the screen is named by its pack, and nothing else is one', () => {
  for (const pack of ['hana-3.pack', 'noto-4.pack']) expect(packOfScreenFont(screenFontAddress(pack))).toBe(pack)
  for (const other of ['noto-3.pack', '../hana-1.pack', 'hana-1.pack/x.pack'])
    expect(packOfScreenFont(screenFontAddress(other))).toBeUndefined()
})
