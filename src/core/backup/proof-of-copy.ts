/** What is known of a draft that is to be erased from this device. */
export interface ErasedDraft {
  readonly revision: number
  /** The last revision a file was read back of. */
  readonly inFile: number | undefined
  /** The revision the last submission was made of. */
  readonly handedIn: number | undefined
  /** Whether that submission lies with the unit. */
  readonly isDelivered: boolean
}

/** Where else the draft as it stands exists: in a file that was read back, with the unit, or nowhere. */
export type ProofOfCopy = 'file' | 'unit' | 'none'

/** What proves that nothing is lost when the draft is erased here. */
export function proofOfCopy({ revision, inFile, handedIn, isDelivered }: ErasedDraft): ProofOfCopy {
  if (inFile !== undefined && inFile >= revision) return 'file'
  return handedIn === revision && isDelivered ? 'unit' : 'none'
}
