import { visibleText } from '#core/characters/visible-text.ts'
import { mostRosterColumns } from '#core/print/roster-document.ts'
import type { PaperSize } from '#core/print/paper.ts'
import { columnsCalled, type NamedColumn, rosterColumnsOf } from '#core/review/roster-columns.ts'
import { type RosterColumn, usualRosterColumns } from '#core/review/roster.ts'
import type { Scheme } from '#core/scheme/scheme.ts'
import type { Output } from './print.ts'

const fullName = ({ sheetTitle, label }: NamedColumn): string => `${sheetTitle} · ${label}`

/** Every column there is, a line for each sheet. */
function tellColumns(scheme: Scheme, output: Output): void {
  const bySheet = Map.groupBy(rosterColumnsOf(scheme), ({ sheetTitle }) => sheetTitle)
  for (const [title, columns] of bySheet) output.err(`  ${title}：${columns.map(({ label }) => label).join('、')}`)
}

/** Why a name means no column, or which it may mean. */
function tellUnclear(name: string, found: readonly NamedColumn[], scheme: Scheme, output: Output): void {
  if (found.length > 1) {
    output.err(visibleText(`“${name}”不止一栏，请写明是哪一栏：${found.map(fullName).join('、')}`))
    return
  }
  output.err(visibleText(`没有叫“${name}”的栏目。有这些，可以写成“手机号码”或“基本信息 · 手机号码”：`))
  tellColumns(scheme, output)
}

/** The columns by the names given, divided by commas of any kind; nothing, and a word about it, where one of them is unclear or they are too many. */
export function columnsAsked(
  names: string | undefined,
  { scheme, paper }: { readonly scheme: Scheme; readonly paper: PaperSize },
  output: Output,
): readonly RosterColumn[] | undefined {
  if (names === undefined) return usualRosterColumns
  const columns = new Map<string, RosterColumn>()
  for (const name of names.split(/[,，、]/u).map((each) => each.trim())) {
    const found = columnsCalled(name, scheme)
    const [column] = found
    if (!column || found.length > 1) {
      tellUnclear(name, found, scheme, output)
      return undefined
    }
    const { sheet, field } = column
    columns.set(fullName(column), { sheet, field })
  }
  const most = mostRosterColumns(paper)
  if (columns.size <= most) return [...columns.values()]
  output.err(`这种纸最多排 ${most} 栏，这里有 ${columns.size} 栏，没有打印名册表。请少选几栏，或用 --paper a3。`)
  return undefined
}
