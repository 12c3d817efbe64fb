import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { pacedFileCrypto, pacedRosterDigest, pacedSha256, pacedWriting } from '#app/management/stores/paced-digest.ts'
import { writeInclusion } from '#core/pack/inclusion.ts'
import { manifestDigest } from '#core/pack/manifest-digest.ts'
import { merklePath, merkleRoot } from '#core/pack/merkle.ts'
import { readManifest } from '#core/pack/read-pack.ts'
import { writePack } from '#core/pack/write-pack.ts'
import { rosterDigest } from '#core/review/roster.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aUnit } from '#tests/support/units.ts'

const digests = Array.from({ length: 12_000 }, (_, at) => at.toString(16).padStart(64, '0'))
const key = await aSigningKey()
const manifest = {
  unit: aUnit,
  scheme: { id: 'gx-zyjs', version: '2012.1' },
  createdAt: '2026-11-25T02:30:00.000Z',
  submissions: digests,
}

/** How often something that waits had its turn while this was done. */
async function turnsDuring<T>(run: () => Promise<T>): Promise<{ readonly turns: number; readonly made: T }> {
  let turns = 0
  const timer = setInterval(() => (turns += 1))
  const made = await run()
  clearInterval(timer)
  return { turns, made }
}

async function* nobody(): AsyncGenerator<string, void> {}

// As Chromium does: a short text is hashed in the turn in which it is asked for.
beforeEach(() => {
  vi.spyOn(crypto.subtle, 'digest').mockImplementation(async (_, given) => {
    const bytes = given instanceof Uint8Array ? given : new Uint8Array()
    return Uint8Array.from(createHash('sha256').update(bytes).digest()).buffer
  })
})
afterEach(() => {
  vi.restoreAllMocks()
})

describe('hashes with a breath on the way', () => {
  test('are the same', async () => {
    const sha256 = pacedSha256()
    expect(await pacedRosterDigest(digests)).toBe(await rosterDigest(digests))
    expect(await pacedRosterDigest([])).toBe(await rosterDigest([]))
    expect(await merklePath(digests, 700, sha256)).toEqual(await merklePath(digests, 700))
  })

  test('let whatever waits have its turn: in the roster, the pack, its manifest and a proof', async () => {
    const unpaced = await turnsDuring(() => merkleRoot(digests))
    expect(unpaced.turns).toBe(0)
    const roster = await turnsDuring(() => pacedRosterDigest(digests))
    const by = pacedWriting()
    const pack = await turnsDuring(() => writePack({ manifest, submissions: nobody(), key, by }))
    const read = await turnsDuring(() => readManifest(pack.made.manifestParts.join(''), pacedFileCrypto()))
    if (!read.made.ok) throw new Error(read.made.error.code)
    const { value } = read.made
    const proof = await turnsDuring(() => writeInclusion(value, digests[700] ?? '', key, { sha256: pacedSha256() }))
    expect(proof.made).toContain('inclusion/1')
    for (const { turns } of [roster, pack, read, proof]) expect(turns).toBeGreaterThan(3)
  })

  test('the manifest signed in steps is the one signed at once, but for the signature', async () => {
    const write = async (by?: ReturnType<typeof pacedWriting>) =>
      JSON.parse((await writePack({ manifest, submissions: nobody(), key, ...(by && { by }) })).manifestParts.join(''))
    const [once, steps] = [await write(), await write(pacedWriting())]
    const [{ signature: _one, ...header }] = once.signatures
    const [{ signature: _other, ...headerInSteps }] = steps.signatures
    expect(steps.payload).toBe(once.payload)
    expect(headerInSteps).toEqual(header)
  })

  test('the name of a pack is the digest its readers find', async () => {
    const pack = await writePack({ manifest, submissions: nobody(), key })
    const read = await readManifest(pack.manifestParts.join(''))
    expect(read.ok && read.value.digest).toBe(await manifestDigest(pack.manifest))
  })
})
