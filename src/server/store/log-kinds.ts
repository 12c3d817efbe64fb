/** Everything that the log tells of. */
export const logKinds = [
  'submission',
  'review',
  'correction',
  'returned',
  'pack',
  'packErased',
  'erased',
  'erasedClaim',
  'taskOpened',
  'tokenIssued',
  'tokenRevoked',
  'orgAdded',
  'orgChanged',
  'orgsImported',
  'accountAdded',
  'accountChanged',
  'passwordChanged',
  'resetOffered',
  'passwordReset',
  'invited',
  'invitationRevoked',
  'passkeyAdded',
  'passkeyRemoved',
  'identityBound',
  'identityRemoved',
  'schemePublished',
  'clockBelieved',
] as const

export type LogKind = (typeof logKinds)[number]

const known: ReadonlySet<string> = new Set(logKinds)

/** Whether this version writes entries of this name; another one may have written others. */
export const isLogKind = (text: string): text is LogKind => known.has(text)
