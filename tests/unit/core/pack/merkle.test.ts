import { createHash } from 'node:crypto'
import { array, assert, asyncProperty, uint8Array, uniqueArray } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { merklePath, merkleRoot, rootOfProof } from '#core/pack/merkle.ts'

const sha256 = (...parts: readonly Buffer[]): Buffer => createHash('sha256').update(Buffer.concat(parts)).digest()

/** RFC 6962 §2.1, word by word. */
function rootByTheBook(leaves: readonly Buffer[]): Buffer {
  const [only] = leaves
  if (only === undefined) return sha256(Buffer.alloc(0))
  if (leaves.length === 1) return sha256(Buffer.from([0]), only)
  let split = 1
  while (split * 2 < leaves.length) split *= 2
  return sha256(Buffer.from([1]), rootByTheBook(leaves.slice(0, split)), rootByTheBook(leaves.slice(split)))
}

const digest = uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString('hex'))

describe('the Merkle tree', () => {
  test('has the root of RFC 6962', async () => {
    await assert(
      asyncProperty(array(digest, { maxLength: 40 }), async (digests) => {
        const leaves = digests.map((hex) => Buffer.from(hex, 'hex'))
        expect(await merkleRoot(digests)).toBe(rootByTheBook(leaves).toString('hex'))
      }),
      { numRuns: 60 },
    )
  })

  test('proves each leaf, and no other leaf or place', async () => {
    await assert(
      asyncProperty(uniqueArray(digest, { minLength: 2, maxLength: 24 }), async (digests) => {
        const root = await merkleRoot(digests)
        const count = digests.length
        for (const [index, leaf] of digests.entries()) {
          const path = (await merklePath(digests, index)) ?? []
          expect(await rootOfProof({ digest: leaf, index, count, path })).toBe(root)
          const other = digests[(index + 1) % count] ?? ''
          expect(await rootOfProof({ digest: other, index, count, path })).not.toBe(root)
          expect(await rootOfProof({ digest: leaf, index: (index + 1) % count, count, path })).not.toBe(root)
        }
      }),
      { numRuns: 25 },
    )
  })

  test('has no path to a leaf that is not there', async () => {
    expect(await merklePath(['00'.repeat(32)], 1)).toBeUndefined()
    expect(await merklePath([], 0)).toBeUndefined()
    expect(await rootOfProof({ digest: '00'.repeat(32), index: 0, count: 0, path: [] })).toBeUndefined()
  })
})
