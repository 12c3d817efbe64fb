import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { packsFor, readPack, writePack } from '#core/print/font-pack.ts'

const rare = { file: 'b', bytes: 1, common: false, ranges: [0x20001, 0x20bb7, 0x2a000, 0x2a6d6] }
const common = { file: 'a', bytes: 1, common: true, ranges: [0x20, 0x7e, 0x4e00, 0x9fef] }

describe('font packs', () => {
  it('finds the packs a text needs and names what none has', () => {
    expect(packsFor('王A\u{20bb7}\u{323af}', [common, rare])).toEqual({ packs: [common, rare], missing: ['\u{323af}'] })
    expect(packsFor('王', [common, rare]).packs).toEqual([common])
  })

  it('reads back what it wrote, and refuses other bytes', () => {
    const bytes = gunzipSync(readFileSync('public/fonts/hana-8.pack'))
    const pack = readPack(bytes)
    expect(Buffer.compare(writePack(pack), bytes)).toBe(0)
    expect(() => readPack(bytes.subarray(0, -1))).toThrow(RangeError)
    expect(() => readPack(new Uint8Array(20))).toThrow(RangeError)
  })
})
