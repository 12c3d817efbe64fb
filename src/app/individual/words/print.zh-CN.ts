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
  making: (percent: number) => `正在准备字形和排版… ${percent}%`,
  cancel: '取消',
  save: '保存 PDF',
  done: (pages: number) => `排好了，共 ${pages} 页。`,
  missing: (characters: string) => `这些字没有字形，印出来会是空的：${characters}。请手写补上，或先核对是不是打错了。`,
  goOn: '我知道，仍然保存',
  fileName: (name: string) => `采集表_${name}.pdf`,
  proofs: {
    same: '每页印有校验码和二维码，与最近一次报送文件一致。',
    changed: '这份记录在最近一次报送后改过（或还没有报送），印出来不带校验码。',
    otherScheme:
      '最近一次报送之后换过采集方案，按现在的方案排出来的和那份报送文件可能不一样，所以不带校验码。要带校验码，请再生成一次报送后打印。',
    unread: '最近一次的报送文件现在读不出来，没法核对，所以不带校验码。要带校验码，请再生成一次报送后打印。',
  },
} as const)
