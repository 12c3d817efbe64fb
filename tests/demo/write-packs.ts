import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { packFileName } from '#app/management/stores/pack-file-name.ts'
import { makeUnitKeyPairs } from '#app/platform/unit/unit-keys.ts'
import { writePackFile } from '#cli/pack-file.ts'
import { sayError } from '#cli/say-error.ts'
import { writeWholeText } from '#cli/write-whole-file.ts'
import { signCertificateRequest } from '#core/certificate/issue-certificate.ts'
import type { SigningKey } from '#core/submission/submission.ts'
import { formatFingerprint } from '#core/unit/fingerprint.ts'
import { writeKeyFile } from '#core/unit/key-file.ts'
import type { Unit } from '#core/unit/unit.ts'
import { aCertificate, kidOf, withCertificate } from '#tests/support/certified.ts'
import type { HandedIn, makeHandIn } from './hand-in.ts'
import type { peopleBelow } from './people.ts'
import { demoUnits } from './units.ts'

/** What the two officers of each unit open its key file with. */
export const officerPassphrases = ['demo-officer-1', 'demo-officer-2'] as const

/** A unit's signing key that Node can use as well, and everything that goes into its key file. */
async function unitKeys() {
  const pairs = await makeUnitKeyPairs()
  const { kty, crv, x, y } = pairs.signing
  const curve = { name: 'ECDSA', namedCurve: 'P-256' }
  const privateKey = await crypto.subtle.importKey('jwk', pairs.signing, curve, true, ['sign'])
  return { pairs, signing: { privateKey, publicJwk: { kty, crv, x, y } } satisfies SigningKey }
}

/** Writes the key file of a unit, from which 建立单位 restores it; gives its signing key. */
export async function writeUnitKeys(folder: string, unit: Unit): Promise<SigningKey> {
  const { pairs, signing } = await unitKeys()
  await writeWholeText(join(folder, `${unit.name}.key`), await writeKeyFile({ unit, ...pairs }, officerPassphrases))
  return signing
}

/** A version of the scheme before every one there was, by which a unit below still works (M16). */
const earlier = '2012.0'

interface Packing {
  readonly folder: string
  readonly scheme: { readonly id: string; readonly version: string }
  readonly now: Date
}

async function* textsOf(people: readonly HandedIn[]): AsyncGenerator<string, void> {
  for (const { text } of people) yield text
}

async function writePack(unit: Unit, key: SigningKey, people: readonly HandedIn[], { folder, scheme, now }: Packing) {
  const file = packFileName(unit.name, now.getTime(), people.length)
  const manifest = { unit, scheme, createdAt: now.toISOString(), submissions: people.map(({ digest }) => digest) }
  const written = await writePackFile(join(folder, file), { manifest, submissions: textsOf(people), key })
  if (!written.ok) throw new Error(sayError(written.error))
  return { file, unit, people: people.length, fingerprint: formatFingerprint(await kidOf(key)) }
}

interface Below {
  readonly people: ReturnType<typeof peopleBelow>
  readonly handIn: ReturnType<typeof makeHandIn>
  readonly scheme: Packing['scheme']
  readonly cityKey: SigningKey
  readonly now: Date
}

/** A certificate for some years, as 下级证书 of the city issues it. */
async function certifiedBy(cityKey: SigningKey, unit: Unit, key: SigningKey, now: Date): Promise<SigningKey> {
  const terms = { validFrom: now.toISOString(), validUntil: `${now.getUTCFullYear() + 3}-12-31` }
  const text = await aCertificate(unit, key, { unit: demoUnits.city, key: cityKey }, terms)
  return withCertificate(key, text, now.toISOString())
}

/**
 * Packs of the two units below the city: the hospital's with a certificate; the school's by an earlier version, signed by
 * itself alone, with the request for a certificate beside it.
 */
export async function writePacks(folder: string, { people, handIn, scheme, cityKey, now }: Below) {
  await mkdir(folder)
  const { hospital, primary } = demoUnits
  const { doctors, teachers, moved } = people
  const [own, other] = [(await unitKeys()).signing, (await unitKeys()).signing]

  const before = await handIn(moved.before, { at: now })
  const ofHospital = [...(await Promise.all(doctors.map((record) => handIn(record, { at: now })))), before]
  const certified = await certifiedBy(cityKey, hospital, own, now)

  const again = { at: now, version: earlier, key: before.key, revision: 2, previous: before.digest }
  const after = await handIn(moved.after, again)
  const ofSchool = await Promise.all(teachers.map((record) => handIn(record, { at: now, version: earlier })))
  const request = `${primary.name}_证书申请.ucr`
  const asked = await signCertificateRequest({ unit: primary, requestedAt: now.toISOString() }, other)
  await writeWholeText(join(folder, '..', request), asked)
  return {
    hospital: await writePack(hospital, certified, ofHospital, { folder, scheme, now }),
    primary: await writePack(primary, other, [...ofSchool, after], {
      folder,
      scheme: { ...scheme, version: earlier },
      now,
    }),
    request,
    /** Who is in both. */
    moved: moved.after.basic['name'] ?? '',
  }
}
