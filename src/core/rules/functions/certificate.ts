import type { CodeTable } from '#core/codes/code-table.ts'
import type { TableLookup } from '#core/codes/table-lookup.ts'
import type { RuleFunction } from './rule-function.ts'

const officialNumber =
  /^([^\d\s〔〕[\]［］【】（）()]+)\s*[〔[［【（(]\s*((?:19|20)\d{2})\s*[〕\]］】）)]\s*第?\s*(\d{1,5})\s*号?$/
const awardRank = /^([1-9]\d?)(?:\/([1-9]\d?))?$/

/** Whether the first of two row numbers (序号) comes before the second. */
export function comesBefore(first: string, second: string): boolean {
  return first !== '' && Number(first) < Number(second)
}

/** The document number as GB/T 9704-2012 §7.2.5 writes it, 机关代字〔年〕序号; empty when it has not these parts. */
export function documentNumber(text: string): string {
  const [, office, year, count] = officialNumber.exec(text) ?? []
  return office === undefined || year === undefined || count === undefined
    ? ''
    : `${office}〔${year}〕${Number(count)}号`
}

/** Year in a document number; 0 when it has none. */
export function documentYear(text: string): number {
  return Number(officialNumber.exec(text)?.[2] ?? '0')
}

/** Whether the text is a rank: `2`, or `2/5` with the rank within the number of people. */
export function isAwardRank(text: string): boolean {
  const [, rank, people] = awardRank.exec(text) ?? []
  if (rank === undefined) return false
  return people === undefined || Number(rank) <= Number(people)
}

/** Kind of a degree: its group in table `degree` (1 名誉博士, 2 博士, 3 硕士, 4 学士); empty when not known. */
function degreeKind(tables: TableLookup, code: string): string {
  const entry = tables.table('degree')?.get(code)
  return entry ? (entry.parent ?? entry.code) : ''
}

/** The committee entry that says how a title was gained: that of the series, else the general one. */
function findCommittee(table: CodeTable, level: string, series: string, kind: string): string | undefined {
  let general: string | undefined
  for (const entry of table.entries()) {
    if (entry.attrs['kind'] !== kind || entry.attrs['level'] !== level) continue
    const ofSeries = entry.attrs['series'] ?? ''
    if (ofSeries !== '' && ofSeries === series) return entry.code
    if (ofSeries === '') general ??= entry.code
  }
  return general
}

function committeeFor(tables: TableLookup, committee: string, [level, series, kind]: readonly string[]): string {
  const table = tables.table('review_committee')
  if (!table || series === undefined || kind === undefined) return committee
  const wanted = level === undefined || level === '' ? table.attr(committee, 'level') : level
  return findCommittee(table, typeof wanted === 'string' ? wanted : '', series, kind) ?? committee
}

/** The honour of table `gx_honor` that a text names. */
function honorNamed(tables: TableLookup, text: string): string {
  for (const entry of tables.table('gx_honor')?.entries() ?? []) {
    if ([entry.name, ...entry.aliases].some((name) => text.includes(name))) return entry.name
  }
  return ''
}

/** What the rules ask of degrees, certificates and documents. */
export const certificateFunctions: readonly RuleFunction[] = [
  {
    name: 'comesBefore',
    signature: 'comesBefore(string, string): bool',
    about: '前一个序号是否排在后一个序号之前。',
    bind: () => comesBefore,
  },
  {
    name: 'documentNumber',
    signature: 'documentNumber(string): string',
    about: '文件字号的规范写法“机关代字〔年〕序号”；不成字号时为空。',
    bind: () => documentNumber,
  },
  {
    name: 'documentYear',
    signature: 'documentYear(string): int',
    about: '文件字号中的年份；没有时为 0。',
    bind: () => documentYear,
  },
  {
    name: 'isAwardRank',
    signature: 'isAwardRank(string): bool',
    about: '是否为“名次”或“名次/人数”。',
    bind: () => isAwardRank,
  },
  {
    name: 'degreeKind',
    signature: 'degreeKind(string): string',
    about: '学位的层次：1 名誉博士，2 博士，3 硕士，4 学士；不知道时为空。',
    bind: (tables) => (code: string) => degreeKind(tables, code),
  },
  {
    name: 'committeeFor',
    signature: 'committeeFor(string, string, string, string): string',
    about:
      '按等级、系列和种类（exam 考试取得、reconfirm 重新确认、recognise 认定）对应的评审会代码；没有时仍为原来的评审会。',
    bind: (tables) => (committee: string, level: string, series: string, kind: string) =>
      committeeFor(tables, committee, [level, series, kind]),
  },
  {
    name: 'hasChildren',
    signature: 'hasChildren(string, string): bool',
    about: '代码是否还有下级（例如专业类别）。',
    bind: (tables) => (table: string, code: string) => (tables.table(table)?.children(code).length ?? 0) > 0,
  },
  {
    name: 'honorNamed',
    signature: 'honorNamed(string): string',
    about: '文字中提到的广西荣誉称号；没有时为空。',
    bind: (tables) => (text: string) => honorNamed(tables, text),
  },
]
