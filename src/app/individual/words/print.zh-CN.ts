import { speak } from '#core/words/translation.ts'

/** Sentences of printing. */
export const printWords = speak('printWords', {
  title: '打印',
  blankTitle: '空白表格',
  filled: '打印这份记录',
  blank: '空白表格',
  back: '返回填写',
  lead: '下面是印出来的样子。保存成 PDF 文件，在打开它的程序里打印；生僻字也都在。',
  draftNote: '草稿，未报送',
  formNote: '广西专业技术人员信息采集表',
  make: '重新排版',
  preview: '预览',
  pageOf: (page: number, pages: number) => `第 ${page} 页，共 ${pages} 页`,
  glyphs: '生僻字字形',
  glyphsLead: '常用字的字形已在这台电脑上；生僻字的字形用到时再取。要在没有网络的地方打印，可以先全部取来。',
  glyphsFetch: (megabytes: string) => `把生僻字字形全部取到这台电脑（${megabytes} MB）`,
  glyphsRunning: (percent: number) => `正在取生僻字字形… ${percent}%`,
  glyphsInFile:
    '这个单文件带着约两万字的字形，姓名常用字都能打印；更生僻的字（扩展区）不在其中，打印时会逐字指出，请用网页版或 U 盘版打印。',
  glyphsWhole: '全部字形都在这台电脑上，没有网络也能打印任何生僻字。',
  making: (percent: number) => `正在准备字形和排版… ${percent}%`,
  cancel: '取消',
  save: '保存 PDF',
  done: (pages: number) => `排好了，共 ${pages} 页。`,
  missing: (characters: string) => `这些字没有字形，印出来会是空的：${characters}。请手写补上，或先核对是不是打错了。`,
  goOn: '我知道，仍然保存',
  fileName: (name: string) => `采集表_${name}.pdf`,
  digestNote: '每页印有校验码和二维码，与最近一次报送文件一致。',
  changedNote: '这份记录在最近一次报送后改过（或还没有报送），印出来不带校验码。',
} as const)
