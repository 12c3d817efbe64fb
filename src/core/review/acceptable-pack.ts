import type { AppError } from '#core/errors/error-code.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import { type CertificateError, checkCertificates, type Standing } from '#core/certificate/check-certificates.ts'
import type { Manifest } from '#core/pack/pack.ts'
import { isDatedAhead, madeAtLatest, packDatedAhead } from '#core/pack/pack-date.ts'
import { schemeRelation } from '#core/scheme/scheme-version.ts'
import { formatDigest } from '#core/submission/digest.ts'
import { formatFingerprint } from '#core/unit/fingerprint.ts'
import type { OpenRegister } from '#core/unit/register.ts'
import type { Unit } from '#core/unit/unit.ts'

/** A pack that is here, as far as the next one of its unit depends on it. */
export interface KnownPack {
  readonly digest: string
  readonly kind: 'received' | 'reported'
  readonly unit: Pick<Unit, 'orgCode' | 'name'>
  /** Thumbprint of the key that signed it. */
  readonly signer?: string
  /** When its unit made it, as it says itself. */
  readonly createdAt?: string
  /** When it came. */
  readonly at: number
  /** The pack it went on from. */
  readonly since?: string
}

/** A key this unit certified. */
export interface CertifiedKey {
  readonly orgCode: string
  readonly kid: string
  readonly issuedAt: number
}

/** What a unit knows when a pack from below arrives. */
export interface PackKnowledge {
  readonly unit: Unit
  readonly scheme: { readonly id: string; readonly version: string }
  readonly packs: readonly KnownPack[]
  readonly register: OpenRegister
  /** Thumbprints of the keys this unit signs with and signed with. */
  readonly ownKeys: ReadonlySet<string>
  readonly certified: readonly CertifiedKey[]
  readonly now: string
}

/** Why a pack is not merged here. */
export type PackRefusal =
  | CertificateError
  | AppError<
      | 'PACK_UNKNOWN_UNIT'
      | 'PACK_NOT_IN_REGISTER'
      | 'PACK_ALREADY_MERGED'
      | 'PACK_PREVIOUS_MISSING'
      | 'PACK_OUTDATED'
      | 'PACK_DATE_AHEAD'
      | 'PACK_SCHEME_OTHER'
      | 'FILE_SCHEME_NEWER'
      | 'PACK_SIGNER_OTHER'
      | 'CERTIFICATE_ISSUER_OTHER'
    >

type Answer = Result<Standing, PackRefusal>

/** The key this unit certified last for the unit below. */
function certifiedKeyOf({ certified }: PackKnowledge, orgCode: string): string | undefined {
  return certified.filter((key) => key.orgCode === orgCode).sort((a, b) => b.issuedAt - a.issuedAt)[0]?.kid
}

/** Whether the key is the one known of this unit: the one certified last, else the one it signed with before. */
function isKnownKey({ content: { unit }, signer }: Manifest, knowledge: PackKnowledge): boolean {
  const certified = certifiedKeyOf(knowledge, unit.orgCode)
  if (certified !== undefined) return certified === signer
  // A trail names units by their names: under the name of another, a code of its own gives no say over its people.
  const before = knowledge.packs.filter(
    (pack) => pack.kind === 'received' && (pack.unit.orgCode === unit.orgCode || pack.unit.name === unit.name),
  )
  return before.every((pack) => pack.signer === undefined || pack.signer === signer)
}

/** Who signed: proved by a certificate this unit issued, or by the key alone, which must be the one known of the unit. */
async function provenSigner(manifest: Manifest, knowledge: PackKnowledge): Promise<Answer> {
  const { content, signer, certificates } = manifest
  const { unit, createdAt } = content
  const standing = await checkCertificates(certificates, { unit, signer, at: createdAt })
  // A pack that arrives now is also held against today: its date is only what it says itself.
  const today = standing.ok ? await checkCertificates(certificates, { unit, signer, at: knowledge.now }) : standing
  if (!today.ok) return today
  const isFirstCertified = certifiedKeyOf(knowledge, unit.orgCode) === undefined
  if (today.value.kind === 'certified') {
    const [issuer] = today.value.issuers
    if (!knowledge.ownKeys.has(issuer?.kid ?? '')) return fail('CERTIFICATE_ISSUER_OTHER', { unit: unit.name })
    // The certificate may have been issued on another device of this unit.
    if (isFirstCertified) return today
  }
  return isKnownKey(manifest, knowledge)
    ? today
    : fail('PACK_SIGNER_OTHER', { unit: unit.name, fingerprint: formatFingerprint(signer) })
}

/** M16: an earlier version of the scheme is held against the rules of today; of a newer one the codes are not known. */
function knownScheme({ content: { scheme: used } }: Manifest, { scheme }: PackKnowledge): Result<void, PackRefusal> {
  const relation = schemeRelation(used, scheme)
  if (relation === 'newer') return fail('FILE_SCHEME_NEWER', { found: used.version, ours: scheme.version })
  if (relation !== 'other') return ok(undefined)
  const [found, ours] = [`${used.id} ${used.version}`, `${scheme.id} ${scheme.version}`]
  return fail('PACK_SCHEME_OTHER', { found, ours })
}

/** When a pack was made, for all that is known here; one of an early version of this app does not say. */
const madeAt = ({ createdAt, at }: KnownPack): number =>
  createdAt === undefined ? Number.NEGATIVE_INFINITY : madeAtLatest(Date.parse(createdAt), at)

/**
 * Whether a newer pack of the unit is here already: what an older one says was overtaken by it. Not so where both go on
 * from the same one: two devices wrote them, and neither says what the other does.
 */
function isOvertaken({ content: { unit, since, createdAt } }: Manifest, { packs }: PackKnowledge): boolean {
  const known = packs.filter((pack) => pack.kind === 'received' && pack.unit.orgCode === unit.orgCode)
  const newer = known.filter((pack) => madeAt(pack) > Date.parse(createdAt))
  // A clock that was set back makes no pack old that goes on from the newest.
  return newer.some(
    (pack) =>
      newer.every((other) => madeAt(other) <= madeAt(pack)) &&
      (since === undefined || (pack.digest !== since && pack.since !== since)),
  )
}

/**
 * Whether a pack may be merged here: from a unit below, by the register, not merged before (M14), not overtaken by a
 * newer one, what it builds on is here, and whoever signed is proved. A pack of changes alone would leave out everybody who did not change.
 */
export async function acceptablePack(manifest: Manifest, knowledge: PackKnowledge): Promise<Answer> {
  const { unit: below, since, createdAt } = manifest.content
  const { unit, packs, register } = knowledge
  const isHere = (wanted: string): boolean =>
    packs.some((pack) => pack.digest === wanted && pack.kind === 'received' && pack.unit.orgCode === below.orgCode)
  if (packs.some((pack) => pack.digest === manifest.digest)) return fail('PACK_ALREADY_MERGED', { unit: below.name })
  if (below.parent?.orgCode !== unit.orgCode) return fail('PACK_UNKNOWN_UNIT', { unit: below.name })
  if (!register.isEmpty && !register.holds(below)) return fail('PACK_NOT_IN_REGISTER', { unit: below.name })
  const known = knownScheme(manifest, knowledge)
  if (!known.ok) return known
  if (isDatedAhead(createdAt, Date.parse(knowledge.now))) return packDatedAhead(below, createdAt)
  if (isOvertaken(manifest, knowledge)) return fail('PACK_OUTDATED', { unit: below.name })
  if (since !== undefined && !isHere(since))
    return fail('PACK_PREVIOUS_MISSING', { unit: below.name, previous: formatDigest(since) })
  return provenSigner(manifest, knowledge)
}
