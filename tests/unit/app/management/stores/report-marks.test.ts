import { describe, expect, test } from 'vitest'
import { unmarkedPack } from '#app/management/stores/report-pack.ts'
import type { ListedCase, StoredPack } from '#app/platform/storage/case-storage.ts'
import { writePack } from '#core/pack/write-pack.ts'
import { aCaseRow } from '#tests/support/case-rows.ts'
import { someSubmissions } from '#tests/support/packs.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aUnit } from '#tests/support/units.ts'

const rowOf = (standing: string, state: ListedCase['state']): ListedCase => aCaseRow({ standing, state, key: standing })

async function* none(): AsyncGenerator<string, void> {
  // The manifest alone is looked at.
}

async function packOf(submissions: readonly string[]): Promise<StoredPack> {
  const { manifestText } = await writePack({
    manifest: {
      unit: aUnit,
      scheme: { id: 'gx-zyjs', version: '2012.1' },
      createdAt: '2026-11-24T03:00:00.000Z',
      submissions: [...submissions],
    },
    submissions: none(),
    key: await aSigningKey(),
  })
  return {
    digest: 'a'.repeat(64),
    kind: 'reported',
    unit: aUnit,
    count: submissions.length,
    fileName: 'x.rpz',
    at: 1,
    manifest: manifestText,
  }
}

describe('a pack that was written and cut off before all its people were marked', () => {
  test('names whoever still stands with what is in it, and is whole once they are marked', async () => {
    const digests = (await someSubmissions(3)).map(({ digest }) => digest).sort()
    const [one = '', two = '', three = ''] = digests
    const pack = await packOf(digests)
    const rows = [
      rowOf(one, 'passed'),
      rowOf(two, 'reported'),
      rowOf(three, 'checking'),
      rowOf('f'.repeat(64), 'passed'),
    ]
    const cut = await unmarkedPack([{ ...pack, isMarking: true }], rows)
    expect(cut?.rows.map(({ standing }) => standing)).toEqual([one, two])
    expect(cut?.pack).toEqual(pack)
    expect(await unmarkedPack([pack], rows)).toBeUndefined()
  })
})
