import type { CodeEntry, CodeTable, SearchText } from './code-table.ts'

/** How an entry was found, best first. */
export type FoundBy = 'code' | 'name' | 'alias' | 'initials' | 'pinyin' | 'path'

/** An entry that answers a query. */
export interface SearchHit {
  readonly entry: CodeEntry
  readonly how: FoundBy
  /** What an abolished place is today. */
  readonly now?: CodeEntry
}

/** What narrows and orders the answers. */
export interface SearchOptions {
  readonly accept?: (entry: CodeEntry) => boolean
  readonly limit?: number
}

interface Ranked {
  readonly hit: SearchHit
  readonly order: number
}

/** Folds what people type: full-width to half-width, lower case, no marks between syllables. */
const fold = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/['’\-_,，、]+/g, ' ')
    .trim()

// Each rank is a reason to stand before others; lower stands first.
function rankOfToken(token: string, texts: SearchText): readonly [number, FoundBy] | undefined {
  const code = texts.code.toLowerCase()
  if (code === token) return [0, 'code']
  const firstEnd = texts.names.indexOf('|', 1)
  const at = texts.names.indexOf(token)
  if (at >= 0) {
    const isWhole = texts.names.includes(`|${token}|`)
    const isAlias = at >= firstEnd
    if (isWhole) return isAlias ? [2, 'alias'] : [1, 'name']
    if (at === 1) return [3, 'name']
  }
  if (code.startsWith(token)) return [4, 'code']
  if (at >= 0) return texts.names.includes(`|${token}`) ? [5, 'alias'] : [8, at >= firstEnd ? 'alias' : 'name']
  return rankOfSound(token, texts)
}

function rankOfSound(token: string, texts: SearchText): readonly [number, FoundBy] | undefined {
  if (!/^[a-z]+$/.test(token)) {
    return texts.path.includes(token) || isScattered(token, texts.path) ? [12, 'path'] : undefined
  }
  if (texts.initials.includes(`|${token}|`)) return [6, 'initials']
  if (texts.pinyin.includes(`|${token}|`)) return [6, 'pinyin']
  if (texts.initials.includes(`|${token}`)) return [7, 'initials']
  if (texts.pinyin.includes(`|${token}`)) return [7, 'pinyin']
  if (texts.pathInitials.endsWith(token)) return [9, 'path']
  return rankOfPartOfSound(token, texts)
}

function rankOfPartOfSound(token: string, texts: SearchText): readonly [number, FoundBy] | undefined {
  if (token.length > 1 && texts.initials.includes(token)) return [10, 'initials']
  return token.length > 2 && texts.pinyin.includes(token) ? [11, 'pinyin'] : undefined
}

/** Whether the token's characters stand in the path in this order: “玉林北流” in “广西壮族自治区玉林市北流市”. */
function isScattered(token: string, path: string): boolean {
  if (token.length < 2) return false
  let at = 0
  for (const char of token) {
    at = path.indexOf(char, at)
    if (at < 0) return false
    at += char.length
  }
  return true
}

function rankEntry(tokens: readonly string[], texts: SearchText): readonly [number, FoundBy] | undefined {
  let worst: readonly [number, FoundBy] | undefined
  for (const token of tokens) {
    const found = rankOfToken(token, texts)
    if (!found) return undefined
    if (!worst || found[0] > worst[0]) worst = found
  }
  return worst
}

function withPresentPlace(table: CodeTable, entry: CodeEntry, how: FoundBy): SearchHit {
  const now = entry.now === undefined ? undefined : table.get(entry.now)
  return now ? { entry, how, now } : { entry, how }
}

function rankedEntry(table: CodeTable, text: SearchText, tokens: readonly string[]): Ranked | undefined {
  const found = rankEntry(tokens, text)
  const entry = found && table.get(text.code)
  if (!found || !entry?.selectable) return undefined
  const [rank, how] = found
  return { hit: withPresentPlace(table, entry, how), order: rank * 2 + (entry.abolished ? 1 : 0) }
}

/**
 * Entries that answer a query by code, name, alias, path, pinyin or initials, in any order of words; best first.
 * Entries in use stand before abolished ones of the same rank; group rows are never offered.
 */
export function searchTable(
  table: CodeTable,
  query: string,
  { accept = () => true, limit = 200 }: SearchOptions = {},
): readonly SearchHit[] {
  const tokens = fold(query)
    .split(/\s+/)
    .filter((token) => token !== '')
  if (tokens.length === 0) return []
  return table
    .searchTexts()
    .flatMap((text) => rankedEntry(table, text, tokens) ?? [])
    .filter(({ hit }) => accept(hit.entry))
    .sort((a, b) => a.order - b.order)
    .slice(0, limit)
    .map(({ hit }) => hit)
}
