import { type PersonRecord, type Row, rowSheets } from '#core/record/record.ts'

/** Which side a person takes for one difference. */
export type Side = 'mine' | 'theirs'

/** One difference between two states of a record: a field, or a row that only one side has. */
export interface Difference {
  /** Stable name of the difference among all of this comparison. */
  readonly key: string
  readonly sheet: string
  /** Place in the aligned rows, from 0. */
  readonly row: number
  /** Place of the row in mine, from 0; undefined when mine has no such row. */
  readonly mineRow: number | undefined
  /** Absent when a whole row is meant. */
  readonly field?: string
  readonly mine: string | Row | undefined
  readonly theirs: string | Row | undefined
}

/** Rows of both sides beside each other. */
interface Pair {
  /** Place of the row in mine. */
  readonly at?: number
  readonly mine?: Row
  readonly theirs?: Row
}

const spelled = (row: Row): string =>
  JSON.stringify(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : Number(a > b))))

/** Lengths of the longest common runs of equal rows, from the end. */
function commonLengths(mine: readonly string[], theirs: readonly string[]): readonly (readonly number[])[] {
  const lengths = Array.from({ length: mine.length + 1 }, () => Array.from({ length: theirs.length + 1 }, () => 0))
  for (let i = mine.length - 1; i >= 0; i -= 1) {
    for (let j = theirs.length - 1; j >= 0; j -= 1) {
      const row = lengths[i]
      if (!row) continue
      row[j] =
        mine[i] === theirs[j]
          ? (lengths[i + 1]?.[j + 1] ?? 0) + 1
          : Math.max(lengths[i + 1]?.[j] ?? 0, lengths[i]?.[j + 1] ?? 0)
    }
  }
  return lengths
}

const gapPairs = (mine: readonly Row[], theirs: readonly Row[], from: number): readonly Pair[] =>
  Array.from({ length: Math.max(mine.length, theirs.length) }, (_, index) => {
    const [left, right] = [mine[index], theirs[index]]
    return { ...(left && { mine: left, at: from + index }), ...(right && { theirs: right }) }
  })

/** Equal rows stand beside each other; what lies between is paired in order. */
function alignRows(mine: readonly Row[], theirs: readonly Row[]): readonly Pair[] {
  const [left, right] = [mine.map(spelled), theirs.map(spelled)]
  const lengths = commonLengths(left, right)
  const pairs: Pair[] = []
  let [i, j, fromMine, fromTheirs] = [0, 0, 0, 0]
  const closeGap = (): void => {
    pairs.push(...gapPairs(mine.slice(fromMine, i), theirs.slice(fromTheirs, j), fromMine))
  }
  while (i < mine.length && j < theirs.length) {
    const [mineRow, theirRow] = [mine[i], theirs[j]]
    if (left[i] === right[j] && mineRow && theirRow) {
      closeGap()
      pairs.push({ mine: mineRow, theirs: theirRow, at: i })
      i += 1
      j += 1
      fromMine = i
      fromTheirs = j
    } else if ((lengths[i + 1]?.[j] ?? 0) >= (lengths[i]?.[j + 1] ?? 0)) i += 1
    else j += 1
  }
  i = mine.length
  j = theirs.length
  closeGap()
  return pairs
}

/** Where a row of mine stands in theirs when equal rows are laid beside each other, or nothing when theirs has it no more. */
export function rowAfter(mine: readonly Row[], theirs: readonly Row[], row: number): number | undefined {
  let place = 0
  for (const pair of alignRows(mine, theirs)) {
    if (pair.at === row) return pair.theirs ? place : undefined
    if (pair.theirs) place += 1
  }
  return undefined
}

function pairsOf(mine: PersonRecord, theirs: PersonRecord): readonly (readonly [string, readonly Pair[]])[] {
  return [
    ['basic', [{ mine: mine.basic, theirs: theirs.basic, at: 0 }]],
    ...rowSheets.map((sheet) => [sheet, alignRows(mine[sheet], theirs[sheet])] as const),
  ]
}

function differencesOfPair(sheet: string, row: number, { mine, theirs, at }: Pair): readonly Difference[] {
  if (!mine || !theirs) return [{ key: `${sheet}[${row}]`, sheet, row, mineRow: at, mine, theirs }]
  const fields = [...new Set([...Object.keys(mine), ...Object.keys(theirs)])]
  return fields
    .filter((field) => mine[field] !== theirs[field])
    .map((field) => ({
      key: `${sheet}[${row}].${field}`,
      sheet,
      row,
      mineRow: at,
      field,
      mine: mine[field],
      theirs: theirs[field],
    }))
}

/** What two states of a record do not have in common, field by field. */
export function compareRecords(mine: PersonRecord, theirs: PersonRecord): readonly Difference[] {
  return pairsOf(mine, theirs).flatMap(([sheet, pairs]) =>
    pairs.flatMap((pair, row) => differencesOfPair(sheet, row, pair)),
  )
}

function mergePair(at: string, { mine, theirs }: Pair, sideOf: (key: string) => Side): readonly Row[] {
  if (!mine || !theirs) {
    const taken = sideOf(at) === 'mine' ? mine : theirs
    return taken ? [taken] : []
  }
  const merged: Record<string, string> = {}
  for (const field of new Set([...Object.keys(mine), ...Object.keys(theirs)])) {
    const value = (sideOf(`${at}.${field}`) === 'mine' ? mine : theirs)[field]
    if (value !== undefined) merged[field] = value
  }
  return [merged]
}

/** One record of two: for every difference the side that was chosen, mine where nothing was. */
export function mergeRecords(
  mine: PersonRecord,
  theirs: PersonRecord,
  choices: ReadonlyMap<string, Side>,
): PersonRecord {
  const sideOf = (key: string): Side => choices.get(key) ?? 'mine'
  const merged = new Map(
    pairsOf(mine, theirs).map(([sheet, pairs]) => [
      sheet,
      pairs.flatMap((pair, row) => mergePair(`${sheet}[${row}]`, pair, sideOf)),
    ]),
  )
  const rows = Object.fromEntries(rowSheets.map((sheet) => [sheet, merged.get(sheet) ?? []]))
  return { ...mine, ...rows, basic: merged.get('basic')?.[0] ?? {} }
}
