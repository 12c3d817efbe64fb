import type { SourceRow } from './compile-table.ts'
import type { Problem } from './problem.ts'
import type { TableRow } from './read-table.ts'
import type { MergedTable, PlainTable } from './table-source.ts'

/** A table of the merge with its rows. */
export interface MergePart {
  readonly source: PlainTable
  readonly rows: readonly SourceRow[]
}

/** Attributes of the merged table: what all its parts have, of the same type. */
function commonAttrs(parts: readonly MergePart[]): PlainTable['attrs'] {
  const [first, ...rest] = parts.map(({ source }) => source.attrs)
  return Object.fromEntries(
    Object.entries(first ?? {}).filter(([key, type]) => rest.every((attrs) => attrs[key] === type)),
  )
}

/** The table of all places there are and were: what stands today is named first. */
export function mergeSource({ title }: MergedTable, parts: readonly MergePart[]): PlainTable {
  return {
    title,
    standard: parts[0]?.source.standard ?? '',
    version: parts.map(({ source }) => source.version).join(' + '),
    constructed: parts.every(({ source }) => source.constructed === 'no') ? 'no' : 'partly',
    source: parts.map(({ source }) => source.title).join('；'),
    attrs: commonAttrs(parts),
    links: {},
  }
}

function onlyColumns({ cells }: TableRow, keys: ReadonlySet<string>): TableRow['cells'] {
  return Object.fromEntries(Object.entries(cells).filter(([key]) => keys.has(key)))
}

/** The same code under another name: the name becomes an alias. */
function withAliases(standing: SourceRow, { cells, aliases }: SourceRow): SourceRow {
  const names = new Set([standing.cells['name'], ...standing.aliases])
  const added = [cells['name'] ?? '', ...aliases].filter((name) => !names.has(name))
  return added.length > 0 ? { ...standing, aliases: [...standing.aliases, ...added] } : standing
}

function addSuccessors(merged: Map<string, SourceRow>, successors: readonly TableRow[], problems: Problem[]): void {
  for (const { file, line, cells } of successors) {
    const { code = '', now = '' } = cells
    const standing = merged.get(code)
    if (!standing?.isAbolished) problems.push({ file, line, message: `“${code}”不是已撤销的代码` })
    else if (!merged.has(now)) problems.push({ file, line, message: `没有现行代码“${now}”` })
    else merged.set(code, { ...standing, now })
  }
}

/**
 * One row a code. The first part is what is in use: a code that only later parts have is abolished, another name
 * of the same code becomes an alias, and the successors say what an abolished code is today.
 */
export function mergeRows(
  parts: readonly MergePart[],
  successors: readonly TableRow[],
  problems: Problem[],
): readonly SourceRow[] {
  const keys = new Set(['code', 'name', 'parent', 'from', 'to', 'selectable', ...Object.keys(commonAttrs(parts))])
  const merged = new Map<string, SourceRow>()
  for (const [part, { rows }] of parts.entries()) {
    for (const row of rows) {
      const code = row.cells['code'] ?? ''
      const standing = merged.get(code)
      const next = standing
        ? withAliases(standing, row)
        : { ...row, cells: onlyColumns(row, keys), isAbolished: part > 0 }
      merged.set(code, next)
    }
  }
  addSuccessors(merged, successors, problems)
  return [...merged.values()]
}
