/** What is known of the copies of one draft, and of the browser it lies in. */
export interface CopyFacts {
  readonly revision: number
  /** Not told by what is locked. */
  readonly createdAt: number | undefined
  readonly savedAt: number
  readonly now: number
  /** The last file that was read back. */
  readonly inFile: { readonly revision: number; readonly at: number } | undefined
  /** The browser refused to keep the data when the disk runs low. */
  readonly isKeepingRefused: boolean
  /** The browser forgets a site that was not visited for seven days. */
  readonly isForgetful: boolean
}

/** Whether a file holds the draft as it stands, and why the person is asked to make one. */
export interface CopyAdvice {
  readonly file: 'none' | 'outdated' | 'current'
  readonly reminder: 'old' | 'keepingRefused' | 'forgetful' | undefined
}

/** How long the draft was typed on, or has lain as it stands, without a file, in milliseconds. */
function withoutCopyMs({ createdAt, savedAt, now, inFile }: CopyFacts): number {
  const since = inFile?.at ?? createdAt ?? savedAt
  return Math.max(savedAt - since, now - savedAt)
}

const longestWithoutCopyMs = 7 * 24 * 3_600_000

/** What to tell a person of the copies of a draft; a draft that a read-back file holds asks for nothing. */
export function adviseCopy(facts: CopyFacts): CopyAdvice {
  const { revision, inFile, isKeepingRefused, isForgetful } = facts
  if (inFile && inFile.revision >= revision) return { file: 'current', reminder: undefined }
  const file = inFile ? 'outdated' : 'none'
  if (isForgetful) return { file, reminder: 'forgetful' }
  if (isKeepingRefused) return { file, reminder: 'keepingRefused' }
  return { file, reminder: withoutCopyMs(facts) > longestWithoutCopyMs ? 'old' : undefined }
}
