import { CsvError, parse } from 'csv-parse/sync'
import type { CodesFiles } from './codes-files.ts'
import type { Problem } from './problem.ts'

/** One line of a code table as written. */
export interface TableRow {
  readonly file: string
  readonly line: number
  readonly cells: Readonly<Record<string, string>>
}

/** Path of a table's file. */
export const tablePath = (name: string): string => `codes/tables/${name}`

/** Reads a CSV file with a header; a line with too many or too few cells is a problem. */
export function readCsv(name: string, files: CodesFiles, problems: Problem[]): readonly TableRow[] {
  const file = tablePath(name)
  const text = files.get(file)
  if (text === undefined) {
    problems.push({ file, line: 1, message: '没有这个文件' })
    return []
  }
  try {
    const rows: readonly { readonly info: { readonly lines: number }; readonly record: Record<string, string> }[] =
      parse(text, {
        columns: true,
        info: true,
        bom: true,
      })
    return rows.map(({ info, record }) => ({ file, line: info.lines, cells: record }))
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause
    const line: unknown = cause['lines']
    problems.push({ file, line: typeof line === 'number' ? line : 1, message: `CSV 写法不对：${cause.message}` })
    return []
  }
}
