import { isSameUnit, type Unit } from '#core/unit/unit.ts'
import { checkCertificates } from './check-certificates.ts'

/** Something a unit signed, with what the units above say of its key. */
export interface SignedByUnit {
  readonly unit: Unit
  readonly signer: string
  readonly certificates: readonly string[]
  /** When it says it was signed. */
  readonly at: string
}

/** Thumbprint of the topmost key that vouches for it; undefined when nobody does. */
async function topKeyOf({ certificates, ...claim }: SignedByUnit): Promise<string | undefined> {
  const standing = await checkCertificates(certificates, claim)
  return standing.ok && standing.value.kind === 'certified' ? standing.value.issuers.at(-1)?.kid : undefined
}

/** Whether both are by one unit: by the same key, or by keys that the same top certifies for the same unit. */
export async function isSameSigner(before: SignedByUnit, now: SignedByUnit): Promise<boolean> {
  if (before.signer === now.signer) return true
  if (!isSameUnit(before.unit, now.unit)) return false
  const [top, topNow] = await Promise.all([topKeyOf(before), topKeyOf(now)])
  return top !== undefined && top === topNow
}
