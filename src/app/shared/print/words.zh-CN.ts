import { speak } from '#core/words/translation.ts'

/** Sentences of the glyphs on this device. */
export const glyphWords = speak('glyphWords', {
  glyphs: '生僻字字形',
  glyphsLead: '常用字的字形已在这台电脑上；生僻字的字形用到时再取。要在没有网络的地方打印，可以先全部取来。',
  glyphsFetch: (megabytes: string) => `把生僻字字形全部取到这台电脑（${megabytes} MB）`,
  glyphsRunning: (percent: number) => `正在取生僻字字形… ${percent}%`,
  glyphsWhole: '全部字形都在这台电脑上，没有网络也能打印任何生僻字。',
} as const)
