import * as fc from 'fast-check'
import { generateKeyPairSync, sign, verify } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { fromDer, toDer } from '#server/intake/signature-form.ts'

const half = fc.uint8Array({ minLength: 32, maxLength: 32 })

describe('the two forms of a signature', () => {
  test('are the same signature, there and back, with zeros and high bits too', () => {
    fc.assert(
      fc.property(half, half, fc.nat(32), fc.nat(32), (r, s, zerosOfR, zerosOfS) => {
        const side = Buffer.concat([r.fill(0, 0, zerosOfR), s.fill(0, 0, zerosOfS)])
        expect(fromDer(toDer(side) ?? new Uint8Array())).toEqual(side)
      }),
    )
  })

  test('are read by Node in each other’s place', () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    for (let round = 0; round < 200; round += 1) {
      const text = Buffer.from(`text ${round}`)
      const side = fromDer(sign('sha256', text, privateKey))
      expect(verify('sha256', text, { key: publicKey, dsaEncoding: 'ieee-p1363' }, side)).toBe(true)
      expect(verify('sha256', text, publicKey, toDer(side) ?? new Uint8Array())).toBe(true)
    }
  })

  test('a signature of another length is none', () => {
    expect(toDer(new Uint8Array(63))).toBeUndefined()
    expect(toDer(new Uint8Array(65))).toBeUndefined()
  })
})
