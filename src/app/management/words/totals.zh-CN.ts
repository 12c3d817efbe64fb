import { speak } from '#core/words/translation.ts'

/** Sentences of 汇总. */
export const totalsWords = speak('totalsWords', {
  title: '汇总',
  lead: '按代码项目统计人数；点数字可以看到是哪些人。',
  rowBy: '行',
  columnBy: '列',
  noColumn: '（不分列）',
  usual: '常用统计',
  scope: '人员范围',
  scopes: {
    all: (count: number) => `全部在册的人（${count} 人）`,
    passed: (count: number) => `已通过和已上报的人（${count} 人）`,
    listed: (count: number) => `检查页现在列出的人（${count} 人）`,
  },
  total: '合计',
  people: (count: number) => `共 ${count} 人`,
  on: (day: string) => `截至 ${day}`,
  loading: (done: number, total: number) => `正在读取 ${done} / ${total} 人`,
  show: (label: string, count: number) => `${label}：${count} 人，查看名单`,
  behind: (label: string) => `汇总：${label}`,
  everybody: '全部',
  share: '占比',
  chart: '人数分布',
  shown: '显示',
  shows: { people: '人数', ofRow: '占本行 %', ofColumn: '占本列 %' },
  ofPart: (percent: string, label: string, count: number) => `${percent}，${label}：${count} 人，查看名单`,
  missing: (count: number) =>
    `其中 ${count} 人的记录还没有从同事的设备传到这台电脑，下表没有算进他们现在的内容。传到以后会重新统计；在那之前不能打印、导出。`,
  highest: '学历学位按最高学历、最高学位，专业技术资格按最高一级统计，每人计一次。',
  many: '“每项都计”的项目，一人有几个不同的值就在每个值下各计一次，所以各行相加可能多于人数；合计是实际人数。',
  tooWide: (count: number, all: number) => `表上显示前 ${count} 列，共 ${all} 列；打印和导出含全部。`,
  tooLong: (count: number, all: number) => `表上显示前 ${count} 行，共 ${all} 行；打印和导出含全部。`,
  showAll: '显示全部',
  nobody: '这个范围里没有人。',
  papers: '打印和导出',
  which: '内容',
  whiches: { shown: '现在这张表', usual: (count: number) => `全部常用统计（${count} 张表）` },
  print: '打印统计表（PDF）',
  exported: '导出统计表（XLSX）',
} as const)

/** What stands on the paper and in the workbook, official whatever the language of the screen. */
export const totalsPaperWords = {
  title: '专业技术人员统计表',
  scopes: { all: '全部在册的人', passed: '已通过和已上报的人', listed: '按条件挑选的人' },
  note: '学历学位按最高学历、最高学位，专业技术资格按最高一级统计；标明“每项都计”的，一人有几个不同的值就各计一次，合计是实际人数。',
  unit: '填报单位',
  orgCode: '组织机构代码',
  day: '统计日期',
  scope: '人员范围',
  people: '人数',
  total: '合计',
  digest: '校验码',
  fileName: (unit: string, day: string) => `${unit}_统计表_${day}`,
} as const
