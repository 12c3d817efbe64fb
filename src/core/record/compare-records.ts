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
  /** The same in theirs. */
  readonly theirsRow: number | undefined
  /** Absent when a whole row is meant. */
  readonly field?: string
  readonly mine: string | Row | undefined
  readonly theirs: string | Row | undefined
}

/** Rows of both sides beside each other. */
interface Pair {
  /** Place of the row in mine. */
  readonly at?: number
  /** Place of the row in theirs. */
  readonly theirsAt?: number
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

/** Rows that lie between equal ones, and where they begin. */
interface Gap {
  readonly rows: readonly Row[]
  readonly from: number
}

const gapPairs = (mine: Gap, theirs: Gap): readonly Pair[] =>
  Array.from({ length: Math.max(mine.rows.length, theirs.rows.length) }, (_, index) => {
    const [left, right] = [mine.rows[index], theirs.rows[index]]
    return {
      ...(left && { mine: left, at: mine.from + index }),
      ...(right && { theirs: right, theirsAt: theirs.from + index }),
    }
  })

/** Equal rows stand beside each other; what lies between is paired in order. */
function alignRows(mine: readonly Row[], theirs: readonly Row[]): readonly Pair[] {
  const [left, right] = [mine.map(spelled), theirs.map(spelled)]
  const lengths = commonLengths(left, right)
  const pairs: Pair[] = []
  let [i, j, fromMine, fromTheirs] = [0, 0, 0, 0]
  const closeGap = (): void => {
    const ours = { rows: mine.slice(fromMine, i), from: fromMine }
    pairs.push(...gapPairs(ours, { rows: theirs.slice(fromTheirs, j), from: fromTheirs }))
  }
  while (i < mine.length && j < theirs.length) {
    const [mineRow, theirRow] = [mine[i], theirs[j]]
    if (left[i] === right[j] && mineRow && theirRow) {
      closeGap()
      pairs.push({ mine: mineRow, theirs: theirRow, at: i, theirsAt: j })
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

/** Where the rows of mine stand in theirs when equal ones are laid beside each other; what theirs has no more is missing. */
export function rowsAfter(mine: readonly Row[], theirs: readonly Row[]): ReadonlyMap<number, number> {
  return new Map(
    alignRows(mine, theirs).flatMap(({ at, theirsAt }) =>
      at === undefined || theirsAt === undefined ? [] : [[at, theirsAt] as const],
    ),
  )
}

function pairsOf(mine: PersonRecord, theirs: PersonRecord): readonly (readonly [string, readonly Pair[]])[] {
  return [
    ['basic', [{ mine: mine.basic, theirs: theirs.basic, at: 0, theirsAt: 0 }]],
    ...rowSheets.map((sheet) => [sheet, alignRows(mine[sheet], theirs[sheet])] as const),
  ]
}

function differencesOfPair(sheet: string, row: number, { mine, theirs, at, theirsAt }: Pair): readonly Difference[] {
  if (!mine || !theirs) return [{ key: `${sheet}[${row}]`, sheet, row, mineRow: at, theirsRow: theirsAt, mine, theirs }]
  const fields = [...new Set([...Object.keys(mine), ...Object.keys(theirs)])]
  return fields
    .filter((field) => mine[field] !== theirs[field])
    .map((field) => ({
      key: `${sheet}[${row}].${field}`,
      sheet,
      row,
      mineRow: at,
      theirsRow: theirsAt,
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

type SideOf = (key: string) => Side

/** Whether a pair has a row in the merged record: one that a side lacks is there where the other was chosen. */
const isMerged = (at: string, { mine, theirs }: Pair, sideOf: SideOf): boolean =>
  (mine !== undefined && theirs !== undefined) || (sideOf(at) === 'mine' ? mine : theirs) !== undefined

function mergePair(at: string, pair: Pair, sideOf: SideOf): readonly Row[] {
  if (!isMerged(at, pair, sideOf)) return []
  const { mine, theirs } = pair
  if (!mine || !theirs) return [mine ?? theirs ?? {}]
  const merged: Record<string, string> = {}
  for (const field of new Set([...Object.keys(mine), ...Object.keys(theirs)])) {
    const value = (sideOf(`${at}.${field}`) === 'mine' ? mine : theirs)[field]
    if (value !== undefined) merged[field] = value
  }
  return [merged]
}

/** Names of codes as either side knew them: a code of the other side may be of a table that lists it no more. */
function mergeNames({ names: mine }: PersonRecord, { names: theirs }: PersonRecord): Pick<PersonRecord, 'names'> {
  if (!mine || !theirs) return (mine ?? theirs) ? { names: { ...mine, ...theirs } } : {}
  const tables = new Set([...Object.keys(theirs), ...Object.keys(mine)])
  return { names: Object.fromEntries([...tables].map((table) => [table, { ...theirs[table], ...mine[table] }])) }
}

const sidesBy =
  (choices: ReadonlyMap<string, Side>): SideOf =>
  (key) =>
    choices.get(key) ?? 'mine'

/** One record of two: for every difference the side that was chosen, mine where nothing was. */
export function mergeRecords(
  mine: PersonRecord,
  theirs: PersonRecord,
  choices: ReadonlyMap<string, Side>,
): PersonRecord {
  const sideOf = sidesBy(choices)
  const merged = new Map(
    pairsOf(mine, theirs).map(([sheet, pairs]) => [
      sheet,
      pairs.flatMap((pair, row) => mergePair(`${sheet}[${row}]`, pair, sideOf)),
    ]),
  )
  const rows = Object.fromEntries(rowSheets.map((sheet) => [sheet, merged.get(sheet) ?? []]))
  return { ...mine, ...rows, ...mergeNames(mine, theirs), basic: merged.get('basic')?.[0] ?? {} }
}

/** Where the rows of both sides stand in the record that is made of them by these choices. */
export type MergedPlaces = Readonly<Record<Side, (sheet: string, row: number) => number | undefined>>

/** Tells where each row of either side went when the two were merged by the choices. */
export function mergedPlaces(
  mine: PersonRecord,
  theirs: PersonRecord,
  choices: ReadonlyMap<string, Side>,
): MergedPlaces {
  const places = { mine: new Map<string, number>(), theirs: new Map<string, number>() }
  const nameOf = (sheet: string, row: number): string => `${sheet}[${row}]`
  for (const [sheet, pairs] of pairsOf(mine, theirs)) {
    let place = 0
    for (const [index, pair] of pairs.entries()) {
      const isThere = isMerged(nameOf(sheet, index), pair, sidesBy(choices))
      if (isThere && pair.at !== undefined) places.mine.set(nameOf(sheet, pair.at), place)
      if (isThere && pair.theirsAt !== undefined) places.theirs.set(nameOf(sheet, pair.theirsAt), place)
      if (isThere) place += 1
    }
  }
  return {
    mine: (sheet, row) => places.mine.get(nameOf(sheet, row)),
    theirs: (sheet, row) => places.theirs.get(nameOf(sheet, row)),
  }
}
