import { beforeAll, describe, expect, test } from 'vitest'
import type { Manifest } from '#core/pack/pack.ts'
import { readManifest } from '#core/pack/read-pack.ts'
import { writePack } from '#core/pack/write-pack.ts'
import { acceptablePack, type PackKnowledge } from '#core/review/acceptable-pack.ts'
import type { SigningKey } from '#core/submission/submission.ts'
import { openRegister } from '#core/unit/register.ts'
import { aCertificate, kidOf, withCertificate } from '#tests/support/certified.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aBureau, aUnit } from '#tests/support/units.ts'

const digest = (letter: string): string => letter.repeat(64)
const now = '2026-11-26T02:00:00.000Z'
let bureau: SigningKey
let school: SigningKey

beforeAll(async () => {
  bureau = await aSigningKey()
  school = await aSigningKey()
})

async function aManifest(key: SigningKey, changes: Partial<Manifest['content']> = {}): Promise<Manifest> {
  async function* none(): AsyncGenerator<string, void> {}
  const manifest = {
    unit: aUnit,
    scheme: { id: 'gx-zyjs', version: '2012.1' },
    createdAt: '2026-11-24T03:00:00.000Z',
    submissions: [digest('a')],
    ...changes,
  }
  const { manifestParts } = await writePack({ manifest, submissions: none(), key })
  const read = await readManifest(manifestParts.join(''))
  if (!read.ok) throw new Error(read.error.code)
  return read.value
}

async function knowing(changes: Partial<PackKnowledge> = {}): Promise<PackKnowledge> {
  const ownKeys = new Set([await kidOf(bureau)])
  const scheme = { id: 'gx-zyjs', version: '2012.1' }
  return { unit: aBureau, scheme, packs: [], register: openRegister([]), ownKeys, certified: [], now, ...changes }
}

async function answer(manifest: Manifest, changes: Partial<PackKnowledge> = {}): Promise<string> {
  const accepted = await acceptablePack(manifest, await knowing(changes))
  return accepted.ok ? accepted.value.kind : accepted.error.code
}

const received = (letter: string, signer?: string) =>
  ({
    digest: digest(letter),
    kind: 'received',
    unit: aUnit,
    at: Date.parse(now),
    ...(signer !== undefined && { signer }),
  }) as const

const certified = async (key: SigningKey, terms: Parameters<typeof aCertificate>[3] = {}): Promise<SigningKey> =>
  withCertificate(key, await aCertificate(aUnit, key, { unit: aBureau, key: bureau }, terms), terms.validFrom)

describe('a pack from below', () => {
  test('is refused when it is here already, or from a unit that is not below (M14)', async () => {
    const manifest = await aManifest(school)
    const known = { ...received('a'), digest: manifest.digest }
    expect(await answer(manifest, { packs: [known] })).toBe('PACK_ALREADY_MERGED')
    expect(await answer(manifest, { unit: { ...aBureau, orgCode: '11450981007712399Z' } })).toBe('PACK_UNKNOWN_UNIT')
  })

  test('is refused when a register is kept that does not hold its unit (M14)', async () => {
    const manifest = await aManifest(school)
    const others = openRegister([{ name: '北流市第二中学', orgCode: '12450981498811299Y', aliases: [] }])
    expect(await answer(manifest, { register: others })).toBe('PACK_NOT_IN_REGISTER')
    const ours = openRegister([{ name: '北流一中', orgCode: aUnit.orgCode, aliases: [] }])
    expect(await answer(manifest, { register: ours })).toBe('selfSigned')
    expect(await answer(manifest, { register: openRegister([{ name: aUnit.name, aliases: [] }]) })).toBe('selfSigned')
  })

  test('of changes is taken after the one it builds on, and refused without it', async () => {
    const manifest = await aManifest(school, { since: digest('1') })
    expect(await answer(manifest, { packs: [received('1')] })).toBe('selfSigned')
    expect(await answer(manifest, { packs: [received('3')] })).toBe('PACK_PREVIOUS_MISSING')
    expect(await answer(manifest, { packs: [{ ...received('1'), unit: aBureau }] })).toBe('PACK_PREVIOUS_MISSING')
    expect(await answer(manifest, { packs: [{ ...received('1'), kind: 'reported' }] })).toBe('PACK_PREVIOUS_MISSING')
  })

  test.each([
    { scheme: { id: 'gx-zyjs', version: '2011.9' }, becomes: 'selfSigned' },
    { scheme: { id: 'gx-zyjs', version: '2012.10' }, becomes: 'FILE_SCHEME_NEWER' },
    { scheme: { id: 'gx-zyjs', version: 'next' }, becomes: 'PACK_SCHEME_OTHER' },
    { scheme: { id: 'gd-zyjs', version: '2011.9' }, becomes: 'PACK_SCHEME_OTHER' },
  ])('of $scheme.id $scheme.version becomes $becomes (M16)', async ({ scheme, becomes }) => {
    expect(await answer(await aManifest(school, { scheme }))).toBe(becomes)
  })

  test('is refused when a newer one of its unit is here, unless it goes on from that', async () => {
    const manifest = await aManifest(school, { createdAt: '2026-11-20T03:00:00.000Z' })
    const newer = { ...received('1'), createdAt: '2026-11-21T03:00:00.000Z' }
    expect(await answer(manifest, { packs: [newer] })).toBe('PACK_OUTDATED')
    expect(await answer(manifest, { packs: [{ ...newer, createdAt: '2026-11-19T03:00:00.000Z' }] })).toBe('selfSigned')
    const next = await aManifest(school, { createdAt: '2026-11-20T03:00:00.000Z', since: digest('1') })
    expect(await answer(next, { packs: [newer] })).toBe('selfSigned')
  })

  test('is taken beside a newer one that goes on from the same, and not beside one that does not', async () => {
    const manifest = await aManifest(school, { createdAt: '2026-11-20T03:00:00.000Z', since: digest('1') })
    const first = { ...received('1'), createdAt: '2026-11-19T03:00:00.000Z' }
    const beside = { ...received('2'), createdAt: '2026-11-21T03:00:00.000Z', since: digest('1') }
    expect(await answer(manifest, { packs: [first, beside] })).toBe('selfSigned')
    const { since: _since, ...whole } = beside
    expect(await answer(manifest, { packs: [first, whole] })).toBe('PACK_OUTDATED')
    const after = { ...received('3'), createdAt: '2026-11-22T03:00:00.000Z', since: digest('2') }
    expect(await answer(manifest, { packs: [first, beside, after] })).toBe('PACK_OUTDATED')
  })

  test('that was dated years ahead when it came holds up none that is made after its arrival', async () => {
    const ahead = {
      ...received('1'),
      createdAt: '2036-11-26T01:00:00.000Z',
      at: Date.parse('2026-11-20T01:00:00.000Z'),
    }
    const manifest = await aManifest(school, { createdAt: '2026-11-21T03:00:00.000Z' })
    expect(await answer(manifest, { packs: [ahead] })).toBe('selfSigned')
    // What was made before it came is older all the same.
    const before = await aManifest(school, { createdAt: '2026-11-19T03:00:00.000Z' })
    expect(await answer(before, { packs: [ahead] })).toBe('PACK_OUTDATED')
    // The newest is by the same measure, too: what goes on from it is not overtaken by the one dated ahead.
    const newest = { ...received('2'), createdAt: '2026-11-22T03:00:00.000Z' }
    const next = await aManifest(school, { createdAt: '2026-11-18T03:00:00.000Z', since: digest('2') })
    expect(await answer(next, { packs: [ahead, newest] })).toBe('selfSigned')
  })

  test('that says it was made more than a day after today is refused for that', async () => {
    const tooFar = await aManifest(school, { createdAt: '2026-11-27T02:00:00.001Z' })
    expect(await acceptablePack(tooFar, await knowing())).toMatchObject({
      error: { code: 'PACK_DATE_AHEAD', params: { unit: aUnit.name, date: '2026-11-27' } },
    })
    expect(await answer(await aManifest(school, { createdAt: '2026-11-27T02:00:00.000Z' }))).toBe('selfSigned')
  })

  test('is proved by a certificate of this unit, also by one that an earlier key of this unit signed', async () => {
    const manifest = await aManifest(await certified(school))
    expect(await answer(manifest)).toBe('certified')
    const renewed = new Set([await kidOf(await aSigningKey()), await kidOf(bureau)])
    expect(await answer(manifest, { ownKeys: renewed })).toBe('certified')
    const issued = [{ orgCode: aUnit.orgCode, kid: await kidOf(school), issuedAt: 1 }]
    expect(await answer(manifest, { certified: issued })).toBe('certified')
  })

  test('is refused with a certificate that somebody else signed in the name of this unit', async () => {
    const forger = await aSigningKey()
    const key = await withCertificate(school, await aCertificate(aUnit, school, { unit: aBureau, key: forger }))
    expect(await answer(await aManifest(key))).toBe('CERTIFICATE_ISSUER_OTHER')
  })

  test('is refused with a certificate that ran out, even if the pack says it is older', async () => {
    const manifest = await aManifest(await certified(school, { validUntil: '2026-11-25' }))
    expect(await answer(manifest)).toBe('CERTIFICATE_EXPIRED')
    expect(await answer(manifest, { now: '2026-11-25T02:00:00.000Z' })).toBe('certified')
  })

  test('is refused when another key was certified last for its unit', async () => {
    const old = await aManifest(await certified(school))
    const renewed = await certified(await aSigningKey(), { replaces: await kidOf(school) })
    const keys = [
      { orgCode: aUnit.orgCode, kid: await kidOf(school), issuedAt: 1 },
      { orgCode: aUnit.orgCode, kid: await kidOf(renewed), issuedAt: 2 },
    ]
    expect(await answer(old, { certified: keys })).toBe('PACK_SIGNER_OTHER')
    expect(await answer(await aManifest(renewed), { certified: keys })).toBe('certified')
    expect(await answer(await aManifest(await aSigningKey()), { certified: keys })).toBe('PACK_SIGNER_OTHER')
  })

  test('without a certificate is refused when its unit signed with another key before', async () => {
    const manifest = await aManifest(school)
    expect(await answer(manifest, { packs: [received('1', await kidOf(school))] })).toBe('selfSigned')
    expect(await answer(manifest, { packs: [received('1', await kidOf(bureau))] })).toBe('PACK_SIGNER_OTHER')
    // A code of its own gives nobody a say over the people of a unit of that name.
    const other = await aManifest(school, { unit: { ...aUnit, orgCode: '12450981498811999X' } })
    expect(await answer(other, { packs: [received('1', await kidOf(bureau))] })).toBe('PACK_SIGNER_OTHER')
    expect(await answer(other, { packs: [received('1', await kidOf(school))] })).toBe('selfSigned')
    expect(
      await answer(await aManifest(await certified(school)), { packs: [received('1', await kidOf(bureau))] }),
    ).toBe('certified')
  })
})
