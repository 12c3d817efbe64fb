import { speak } from '#core/words/translation.ts'

/** Sentences of the glyphs on this device. */
export const glyphWords = speak('glyphWords', {
  glyphs: '生僻字字形',
  glyphsLead: '常用字的字形已在这台电脑上；生僻字的字形在后台取来，以后没有网络也能打印。',
  glyphsStop: '先不取',
  glyphsFetch: (megabytes: string) => `把生僻字字形全部取到这台电脑（${megabytes} MB）`,
  glyphsShort: (percent: number) => `字形 ${percent}%`,
  glyphsRunning: (percent: number) => `正在后台取生僻字字形… ${percent}%`,
  glyphsInFile:
    '这个单文件带着约两万字的字形，姓名常用字都能打印；更生僻的字（扩展区）不在其中，打印时会逐字指出，请用网页版或 U 盘版打印。',
  glyphsWhole: '全部字形都在这台电脑上，没有网络也能打印任何生僻字。',
} as const)

/** Sentences of a paper shown before it is printed. */
export const previewWords = speak('previewWords', {
  preview: '预览',
  tooLong: '页数多，不在这里预览，请保存后查看。',
  pageOf: (page: number, pages: number) => `第 ${page} 页，共 ${pages} 页`,
} as const)
