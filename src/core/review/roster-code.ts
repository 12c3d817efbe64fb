/** What stands in the QR code on each page of a roster. */
export interface RosterCode {
  readonly digest: string
  readonly count: number
}

/** Papers that name people by their digest: 名册表, and 统计表 of the same people. */
export type PaperOfPeople = 'roster' | 'totals'

/** Text of the QR code on each page of a roster, or of totals. */
export function rosterCodeText({ digest, count }: RosterCode, paper: PaperOfPeople = 'roster'): string {
  return `caibao:${paper}/1?${digest}&${count}`
}

/** What was scanned or typed from a roster: the whole code, or the first digits of the digest as they are printed. */
export type ReadRosterCode =
  | ({ readonly kind: 'whole'; readonly paper: PaperOfPeople } & RosterCode)
  | { readonly kind: 'digits'; readonly digits: string }
  | undefined

/** Reads a scanned code, or the 16 hex digits as people type them: with hyphens, spaces, in any width and case. */
export function readRosterCode(text: string): ReadRosterCode {
  const plain = text.normalize('NFKC').trim()
  const whole = /^caibao:(roster|totals)\/1\?([0-9a-f]{64})&(\d{1,7})$/.exec(plain)
  const [, kind, digest, count] = whole ?? []
  if (digest !== undefined)
    return { kind: 'whole', paper: kind === 'totals' ? 'totals' : 'roster', digest, count: Number(count) }
  // A clerk types o for 0 and l for 1; neither letter is a hex digit.
  const digits = plain
    .toLowerCase()
    .replace(/^校验码[:：]?/u, '')
    .replace(/[\s\-—–‐_]/gu, '')
    .replaceAll('o', '0')
    .replaceAll('l', '1')
  return /^[0-9a-f]{16,64}$/.test(digits) ? { kind: 'digits', digits } : undefined
}

/** Whether what was read names this roster. */
export function namesRoster(read: NonNullable<ReadRosterCode>, digest: string): boolean {
  return read.kind === 'whole' ? read.digest === digest : digest.startsWith(read.digits)
}
