import { makePace } from '#app/platform/clock/breathe.ts'
import type { Sha256 } from '#core/pack/merkle.ts'
import { rosterDigest } from '#core/review/roster.ts'
import { signInSteps } from '#core/signed/sign-in-steps.ts'
import { type FileCrypto, webFileCrypto } from '#core/submission/file-crypto.ts'

/**
 * Hashes with a breath on the way: browsers make short ones in the very turn they are asked for, and those of a hundred
 * thousand people would hold the page for a second and more.
 */
export function pacedSha256(): Sha256 {
  const pace = makePace()
  return async (bytes) => {
    await pace()
    return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  }
}

/** How the page writes a pack. */
export const pacedWriting = () => ({ sha256: pacedSha256(), sign: signInSteps(makePace()) })

/** How the page reads a manifest. */
export const pacedFileCrypto = (): FileCrypto => ({ ...webFileCrypto, sha256: pacedSha256(), breathe: makePace() })

/** The digest of a roster. */
export const pacedRosterDigest = (submissions: Iterable<string>): Promise<string> =>
  rosterDigest(submissions, pacedSha256())
