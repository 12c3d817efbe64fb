import { speak } from '#core/words/translation.ts'
import type { ReturnReason } from './return-slip.ts'

/** How each reason reads on paper, whatever the language of the screen. */
export const officialReasonNames: Readonly<Record<ReturnReason, string>> = {
  differs: '与原件不一致',
  missing: '漏填',
  outOfScope: '不在采集范围',
  unclear: '写得不清楚',
  noEvidence: '请补交证明材料',
  other: '其他',
}

/** The same on the screen. */
export const returnReasonNames: Readonly<Record<ReturnReason, string>> = speak('returnReasons', {
  ...officialReasonNames,
})
