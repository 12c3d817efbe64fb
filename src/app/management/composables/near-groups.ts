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

/** A group that is drawn, and how much empty space stands for those left out right before it. */
export interface DrawnGroup<Line> {
  readonly group: LineGroup<Line>
  readonly above: number
}

/** The groups that are drawn, and how much empty space stands for those behind all of them. */
export interface Window<Line> {
  readonly drawn: readonly DrawnGroup<Line>[]
  readonly below: number
}

/** What is drawn: what lies between two heights, and what is kept wherever it lies. */
interface Wanted<Line> {
  readonly from: number
  readonly until: number
  readonly isKept: (group: LineGroup<Line>) => boolean
}

/** Groups any part of which lies between two heights, or which are kept, given how high each is. */
export function windowOf<Line>(
  groups: readonly LineGroup<Line>[],
  heightOf: (group: LineGroup<Line>) => number,
  { from, until, isKept }: Wanted<Line>,
): Window<Line> {
  const drawn: DrawnGroup<Line>[] = []
  let [height, space] = [0, 0]
  for (const group of groups) {
    const own = heightOf(group)
    const isNear = height + own > from && height < until
    if (isNear || isKept(group)) {
      drawn.push({ group, above: space })
      space = 0
    } else space += own
    height += own
  }
  return { drawn, below: space }
}
