import type { ReturnReason } from './return-slip.ts'

/** How each reason reads in English. */
export const returnReasonNamesEn: Readonly<Record<ReturnReason, string>> = {
  differs: 'differs from the original',
  missing: 'missing',
  outOfScope: 'not collected',
  unclear: 'unclear',
  noEvidence: 'evidence needed',
  other: 'other',
}
