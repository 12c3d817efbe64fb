/** Lines of a long list that are shown or left out together. */
export interface LineGroup<Line> {
  /** Place of the first of them among all. */
  readonly at: number
  readonly items: readonly Line[]
}

const groupSize = 50

/** Groups with more lines behind them; those that are full stay the very same, so that nothing of them is drawn anew. */
export function withMoreLines<Line>(
  groups: readonly LineGroup<Line>[],
  added: readonly Line[],
): readonly LineGroup<Line>[] {
  const last = groups.at(-1)
  const isOpen = last !== undefined && last.items.length < groupSize
  const items = isOpen ? [...last.items, ...added] : added
  const first = isOpen ? last.at : groups.length * groupSize
  const made = Array.from({ length: Math.ceil(items.length / groupSize) }, (_, index) => ({
    at: first + index * groupSize,
    items: items.slice(index * groupSize, (index + 1) * groupSize),
  }))
  return [...(isOpen ? groups.slice(0, -1) : groups), ...made]
}

/** The groups that are drawn, and how much empty space stands for those before and behind. */
export interface Window<Line> {
  readonly drawn: readonly LineGroup<Line>[]
  readonly above: number
  readonly below: number
}

/** Groups any part of which lies between two heights, given how high each is. */
export function windowOf<Line>(
  groups: readonly LineGroup<Line>[],
  heightOf: (group: LineGroup<Line>) => number,
  { from, until }: { readonly from: number; readonly until: number },
): Window<Line> {
  const drawn: LineGroup<Line>[] = []
  let [height, above, below] = [0, 0, 0]
  for (const group of groups) {
    const own = heightOf(group)
    if (height + own <= from) above += own
    else if (height >= until) below += own
    else drawn.push(group)
    height += own
  }
  return { drawn, above, below }
}
