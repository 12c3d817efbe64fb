/** What is known of a draft that is to be erased from this device: the last revision seen in each place. */
export interface ErasedDraft {
  readonly revision: number
  /** In a backup file that was read back. */
  readonly inFile: number | undefined
  /** In the folder for copies, read back. */
  readonly inFolder: number | undefined
  /** With the server of the unit, by its own receipt. */
  readonly onServer: number | undefined
}

/** Where else the draft as it stands exists: in a file or folder that was read back, with the unit, or nowhere. */
export type ProofOfCopy = 'file' | 'folder' | 'unit' | 'none'

/** What proves that nothing is lost when the draft is erased here. */
export function proofOfCopy({ revision, inFile, inFolder, onServer }: ErasedDraft): ProofOfCopy {
  const isWhole = (seen: number | undefined): boolean => seen !== undefined && seen >= revision
  if (isWhole(inFile)) return 'file'
  if (isWhole(inFolder)) return 'folder'
  return isWhole(onServer) ? 'unit' : 'none'
}
