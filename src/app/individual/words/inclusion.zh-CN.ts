import { speak } from '#core/words/translation.ts'

/** Sentences about a proof of reporting that is opened. */
export const inclusionWords = speak('inclusionWords', {
  title: '上报凭证',
  unknown: '签名有效。这台电脑上没有这份报送，请核对校验码。',
  ours: '签名有效：单位证明您在这台电脑上生成的这份报送已经上报。',
  corrected: '签名有效：单位证明您在这台电脑上生成的这份报送已经上报，上报前单位改了下面这些。',
  handedIn: '改之前的校验码',
  changes: '单位改的',
  before: '原来',
  after: '上报的',
  unit: '上报单位',
  reportedAt: '上报时间',
  place: '在上报包中',
  placeOf: (position: number, count: number) => `${count} 份中的第 ${position} 份`,
  fingerprint: '单位指纹（请与单位公布的核对）',
} as const)
