import type { Submission } from '#core/submission/submission.ts'
import { identityOf, type PersonIdentity } from './identity.ts'

/** What a case and its line need to know of a verified submission; the record itself stays where it lies. */
export interface Arriving extends PersonIdentity {
  readonly recordId: string
  readonly digest: string
  readonly revision: number
  /** Thumbprint of the person's device key. */
  readonly signer: string
  /** How many values units corrected in it. */
  readonly corrections: number
  readonly employer: string
  readonly mobile: string
}

/** What of a submission its arrival needs. */
export function arrivingOf({ content, digest, signers }: Pick<Submission, 'content' | 'digest' | 'signers'>): Arriving {
  return {
    ...identityOf(content.record),
    recordId: content.record.id,
    digest,
    revision: content.revision,
    signer: signers[0] ?? '',
    corrections: content.corrections?.length ?? 0,
    employer: content.record.basic['employer'] ?? '',
    mobile: content.record.basic['mobile'] ?? '',
  }
}
