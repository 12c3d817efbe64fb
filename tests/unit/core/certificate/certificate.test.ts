import { beforeAll, describe, expect, test } from 'vitest'
import { certificateRequestKind } from '#core/certificate/certificate.ts'
import { checkCertificates, readCertificate } from '#core/certificate/check-certificates.ts'
import {
  acceptableRequest,
  readCertificateRequest,
  signCertificateRequest,
} from '#core/certificate/issue-certificate.ts'
import { isSameSigner } from '#core/certificate/same-signer.ts'
import { signFile } from '#core/signed/sign-file.ts'
import type { SigningKey } from '#core/submission/submission.ts'
import { readTask } from '#core/task/read-task.ts'
import { signTask } from '#core/task/sign-task.ts'
import { readTaskFragment, taskToFragment } from '#core/task/task-link.ts'
import { compareFingerprint } from '#core/unit/fingerprint.ts'
import { aBureauBelow, aCertificate, aCity, aLadder, kidOf, withCertificate } from '#tests/support/certified.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aTaskContent, aUnit } from '#tests/support/units.ts'

const at = '2026-11-20T01:00:00.000Z'
let ladder: Awaited<ReturnType<typeof aLadder>>

beforeAll(async () => {
  ladder = await aLadder()
})

async function codeOf(key: SigningKey, changes: { at?: string; unit?: typeof aUnit } = {}): Promise<string> {
  const claim = { unit: aUnit, signer: await kidOf(key), at, ...changes }
  const standing = await checkCertificates(key.certificates ?? [], claim)
  return standing.ok ? standing.value.kind : standing.error.code
}

async function certified(terms: Parameters<typeof aCertificate>[3], unit = aUnit): Promise<SigningKey> {
  const key = await aSigningKey()
  const text = await aCertificate(unit, key, { unit: aBureauBelow, key: ladder.bureau }, terms)
  return withCertificate(key, text, terms?.validFrom)
}

describe('a certificate request', () => {
  test('is signed by the key it asks for and names the unit', async () => {
    const key = await aSigningKey()
    const request = await readCertificateRequest(await signCertificateRequest({ unit: aUnit, requestedAt: at }, key))
    expect(request.ok && request.value.content.unit).toEqual(aUnit)
    expect(request.ok && request.value.signer).toBe(await kidOf(key))
  })

  test('is only answered by the unit it names as the one above', async () => {
    const text = await signFile(certificateRequestKind, { unit: aUnit, requestedAt: at }, await aSigningKey())
    const request = await readCertificateRequest(text)
    if (!request.ok) throw new Error(request.error.code)
    expect(acceptableRequest(request.value, aBureauBelow).ok).toBe(true)
    expect(acceptableRequest(request.value, aCity)).toMatchObject({ error: { code: 'CERTIFICATE_REQUEST_FOREIGN' } })
    const lower = { ...aBureauBelow, level: 'unit' } as const
    const higher = {
      ...request.value,
      content: { ...request.value.content, unit: { ...aUnit, level: 'city' } as const },
    }
    expect(acceptableRequest(higher, lower)).toMatchObject({ error: { code: 'CERTIFICATE_REQUEST_FOREIGN' } })
  })
})

describe('certificates', () => {
  test('lead up to the unit that nobody certifies', async () => {
    const { school, bureau, city } = ladder
    const claim = { unit: aUnit, signer: await kidOf(school), at }
    const standing = await checkCertificates(school.certificates ?? [], claim)
    expect(standing).toMatchObject({
      value: {
        kind: 'certified',
        validUntil: '2099-12-31',
        issuers: [
          { unit: { name: '北流市教育局' }, kid: await kidOf(bureau) },
          { unit: { name: '玉林市职改办' }, kid: await kidOf(city) },
        ],
      },
    })
  })

  test('without any, a key speaks for itself', async () => {
    expect(await codeOf(await aSigningKey())).toBe('selfSigned')
  })

  test('for another key prove nothing', async () => {
    const { certificates = [] } = ladder.school
    expect(await codeOf({ ...(await aSigningKey()), certificates })).toBe('CERTIFICATE_KEY_OTHER')
  })

  test.each([
    { ...aUnit, name: '北流市第二中学' },
    { ...aUnit, orgCode: '12450981498811299Y' },
    { ...aUnit, division: '450900' },
    { ...aUnit, level: 'department' } as const,
  ])('for another name, code, division or level prove nothing', async (unit) => {
    expect(await codeOf(ladder.school, { unit })).toBe('CERTIFICATE_UNIT_OTHER')
  })

  test('hold to the end of their last day, in Beijing, and not longer', async () => {
    const key = await certified({ validUntil: '2026-11-30' })
    expect(await codeOf(key, { at: '2026-11-30T15:59:59.000Z' })).toBe('certified')
    expect(await codeOf(key, { at: '2026-11-30T16:00:00.000Z' })).toBe('CERTIFICATE_EXPIRED')
    expect(await codeOf(key, { at: '2026-10-30T23:59:59.000Z' })).toBe('CERTIFICATE_NOT_YET')
  })

  test('issued by an upper unit whose own certificate had run out prove nothing', async () => {
    const [school, bureau] = await Promise.all([aSigningKey(), aSigningKey()])
    const short = await aCertificate(
      aBureauBelow,
      bureau,
      { unit: aCity, key: ladder.city },
      { validUntil: '2026-11-02' },
    )
    const key = await withCertificate(bureau, short, '2026-11-01T08:00:00.000Z')
    const text = await aCertificate(aUnit, school, { unit: aBureauBelow, key }, { validFrom: at })
    expect(await readCertificate(text, at)).toMatchObject({ error: { code: 'CERTIFICATE_EXPIRED' } })
  })

  test('by somebody who only calls himself the unit above lead to another root', async () => {
    const [school, impostor] = await Promise.all([aSigningKey(), aSigningKey()])
    const text = await aCertificate(aUnit, school, { unit: aBureauBelow, key: impostor })
    const read = await readCertificate(text, at)
    expect(read.ok && read.value.standing.issuers.map(({ kid }) => kid)).toEqual([await kidOf(impostor)])
  })

  test('by a unit that is not the one above are refused', async () => {
    const text = await aCertificate(aUnit, await aSigningKey(), { unit: aCity, key: ladder.city })
    expect(await readCertificate(text, at)).toMatchObject({ error: { code: 'CERTIFICATE_CHAIN_BROKEN' } })
  })

  test('changed in one character are refused', async () => {
    const [own = '', ...above] = ladder.school.certificates ?? []
    const [header = '', payload = '', signature = ''] = own.split('.')
    const changed = `${header}.${payload}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`
    const key = { ...ladder.school, certificates: [changed, ...above] }
    expect(await codeOf(key)).toBe('SIGNED_FILE_SIGNATURE_BAD')
    expect(await codeOf({ ...ladder.school, certificates: ['a.b.c'] })).toMatch(/^SIGNED_FILE_/)
  })

  test('out of order or with one left out are refused', async () => {
    const [own = '', above = ''] = ladder.school.certificates ?? []
    expect(await codeOf({ ...ladder.school, certificates: [above, own] })).toBe('CERTIFICATE_KEY_OTHER')
    expect(await codeOf({ ...ladder.school, certificates: [own] })).toBe('certified')
    expect(await codeOf({ ...ladder.school, certificates: [own, own] })).toBe('CERTIFICATE_KEY_OTHER')
  })

  test('of a new key name the old one, and what the old one signed still holds', async () => {
    const old = await certified({ validUntil: '2027-11-30' })
    const renewed = await certified({ validFrom: '2026-12-01T00:00:00.000Z', replaces: await kidOf(old) })
    const claim = { unit: aUnit, signer: await kidOf(renewed), at: '2026-12-02T00:00:00.000Z' }
    const standing = await checkCertificates(renewed.certificates ?? [], claim)
    expect(standing).toMatchObject({ value: { replaces: await kidOf(old) } })
    expect(await codeOf(old)).toBe('certified')
  })
})

describe('a task', () => {
  test('carries the certificates as a file and as a link', async () => {
    const text = await signTask(aTaskContent(), ladder.school)
    const task = await readTask(text)
    if (!task.ok) throw new Error(task.error.code)
    expect(task.value.certificates).toEqual(ladder.school.certificates)
    const fragment = await taskToFragment(task.value)
    const linked = await readTaskFragment(fragment)
    expect(linked.ok && linked.value.certificates).toEqual(ladder.school.certificates)
    expect(linked.ok && linked.value.digest).toBe(task.value.digest)
    expect(fragment.length).toBeLessThan(2600)
  })

  test('without certificates reads as it always did', async () => {
    const text = await signTask(aTaskContent(), await aSigningKey())
    expect(JSON.parse(text)).not.toHaveProperty('certificates')
    const task = await readTask(text)
    expect(task.ok && task.value.certificates).toEqual([])
  })
})

describe('a signer', () => {
  const signed = (key: SigningKey, signer: string) => ({
    unit: aUnit,
    signer,
    certificates: key.certificates ?? [],
    at,
  })

  test('is the same with a new key that the same top certifies, and another without', async () => {
    const old = signed(ladder.school, await kidOf(ladder.school))
    const renewed = await certified({ validFrom: '2026-11-19T00:00:00.000Z' })
    expect(await isSameSigner(old, signed(renewed, await kidOf(renewed)))).toBe(true)
    const stranger = await aSigningKey()
    expect(await isSameSigner(old, signed(stranger, await kidOf(stranger)))).toBe(false)
    const other = await aLadder()
    expect(await isSameSigner(old, signed(other.school, await kidOf(other.school)))).toBe(false)
    const elsewhere = { ...signed(renewed, await kidOf(renewed)), unit: { ...aUnit, orgCode: '12450981498811299Y' } }
    expect(await isSameSigner(old, elsewhere)).toBe(false)
  })
})

describe('a fingerprint heard on the telephone', () => {
  const kid = 'A'.repeat(43)

  test('is the same in any spelling, and only when all of it is', () => {
    expect(compareFingerprint('0000 0000 ００００ 0000-0000-0000-0000-0000', kid).isSame).toBe(true)
    expect(compareFingerprint('0000', kid)).toEqual({ isSame: false, differing: [], missing: 7 })
    expect(compareFingerprint('0000-0001', kid)).toEqual({ isSame: false, differing: [2], missing: 6 })
    expect(compareFingerprint(`${'0'.repeat(32)}0`, kid)).toEqual({ isSame: false, differing: [9], missing: 0 })
  })
})
