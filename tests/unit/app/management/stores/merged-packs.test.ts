import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { mergedOf } from '#app/management/stores/merged-packs.ts'
import type { StoredPack } from '#app/platform/storage/case-storage.ts'
import { manifestSchema } from '#core/pack/pack.ts'
import { aUnit } from '#tests/support/units.ts'

const hexOf = (number: number): string => number.toString(16).padStart(64, '0')

/** A pack that came from one of three units. */
const aPack = (at: number): StoredPack => ({
  digest: hexOf(at),
  kind: 'received',
  unit: { ...aUnit, orgCode: `UNIT-${at % 3}` },
  count: 1,
  fileName: 'a.rpz',
  at,
})

describe('the packs below that went into one', () => {
  test('are the last of each unit, whatever order they are kept in', () => {
    const own: StoredPack = { ...aPack(9), kind: 'reported' }
    const packs = [own, ...[4, 0, 5, 2, 3, 1].map(aPack)]
    expect(new Set(mergedOf(packs).map(({ digest }) => digest))).toEqual(new Set([3, 4, 5].map(hexOf)))
  })

  test('are as many as a manifest may name, however often the units have reported', () => {
    const packs = Array.from({ length: 10_001 }, (_, at) => aPack(at))
    const content = {
      unit: aUnit,
      scheme: { id: 'gx-zyjs', version: '2012.1' },
      createdAt: '2026-11-24T03:00:00.000Z',
      count: 0,
      submissions: [],
      root: hexOf(0),
    }
    expect(v.is(manifestSchema, { ...content, merged: mergedOf(packs) })).toBe(true)
  })
})
