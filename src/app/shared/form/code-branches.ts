import type { CodeEntry, CodeTable } from '#core/codes/code-table.ts'

type Accept = (entry: CodeEntry) => boolean

/** A line of the tree: a code that can be taken, a group that leads on to some, or both. */
export interface CodeBranch {
  readonly entry: CodeEntry
  readonly isTakeable: boolean
  readonly leadsOn: boolean
}

const canBeTaken = (entry: CodeEntry, accept: Accept): boolean => !entry.abolished && entry.selectable && accept(entry)

/** A group of which the other fields leave nothing would open empty. */
const isAnyBelow = (table: CodeTable, { code, abolished }: CodeEntry, accept: Accept): boolean =>
  !abolished && table.children(code).some((entry) => canBeTaken(entry, accept) || isAnyBelow(table, entry, accept))

/** What is offered within a group, or at the top. */
export const branchesIn = (table: CodeTable, group: string | undefined, accept: Accept): readonly CodeBranch[] =>
  table
    .children(group)
    .map((entry) => ({
      entry,
      isTakeable: canBeTaken(entry, accept),
      leadsOn: isAnyBelow(table, entry, accept),
    }))
    .filter(({ isTakeable, leadsOn }) => isTakeable || leadsOn)

/** Where a tree opens: at the group of the current code, or at the nearest one above of which something is left. */
export function groupToOpen(table: CodeTable, current: string, accept: Accept): string | undefined {
  const group = table.get(current)?.parent
  if (group === undefined) return undefined
  return table.path(group).findLast((entry) => isAnyBelow(table, entry, accept))?.code
}
