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

/** How well an entry answers: lower stands first. */
type Rank = readonly [rank: number, how: FoundBy]

/** An entry that answers, and how. */
interface Found {
  readonly code: string
  readonly how: FoundBy
}

/** One word of the query. */
interface Token {
  readonly text: string
  /** May be pinyin or initials. */
  readonly isSound: boolean
}

/** Folds what people type: full-width to half-width, lower case, no marks between syllables. */
const fold = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/['’\-_,，、]+/g, ' ')
    .trim()

function rankOfName(token: string, names: string): Rank | undefined {
  const at = names.indexOf(token)
  if (at < 0) return undefined
  const isAlias = at >= names.indexOf('|', 1)
  if (names.includes(`|${token}|`)) return isAlias ? [2, 'alias'] : [1, 'name']
  if (at === 1) return [3, 'name']
  return names.includes(`|${token}`) ? [5, 'alias'] : [8, isAlias ? 'alias' : 'name']
}

// Each rank is a reason to stand before others; a code that begins so stands before names that do further on.
function rankOfToken({ text: token, isSound }: Token, texts: SearchText): Rank | undefined {
  const code = texts.code.toLowerCase()
  if (code === token) return [0, 'code']
  const named = rankOfName(token, texts.names)
  if (named && named[0] < 4) return named
  if (code.startsWith(token)) return [4, 'code']
  if (named) return named
  if (isSound) return rankOfSound(token, texts)
  return texts.path.includes(token) || isScattered(token, texts.path) ? [12, 'path'] : undefined
}

const [nowhere, within, atStart, whole] = [0, 1, 2, 3]

/** How a sound stands among sounds: as one of them, at the start of one, within one. */
function fitOf(token: string, sounds: string): number {
  if (!sounds.includes(token)) return nowhere
  if (sounds.includes(`|${token}|`)) return whole
  return sounds.includes(`|${token}`) ? atStart : within
}

function rankOfSound(token: string, texts: SearchText): Rank | undefined {
  const initials = fitOf(token, texts.initials)
  const pinyin = fitOf(token, texts.pinyin)
  const best = Math.max(initials, pinyin)
  if (best >= atStart) return [best === whole ? 6 : 7, initials === best ? 'initials' : 'pinyin']
  if (texts.pathInitials.endsWith(token)) return [9, 'path']
  // Within a name one letter says nothing, and two of its sound.
  if (initials === within && token.length > 1) return [10, 'initials']
  return pinyin === within && token.length > 2 ? [11, 'pinyin'] : undefined
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

function rankEntry(tokens: readonly Token[], texts: SearchText): Rank | undefined {
  let worst: Rank | undefined
  for (const token of tokens) {
    const found = rankOfToken(token, texts)
    if (!found) return undefined
    if (!worst || found[0] > worst[0]) worst = found
  }
  return worst
}

function withPresentPlace(table: CodeTable, { entry, how }: SearchHit): SearchHit {
  const now = entry.now === undefined ? undefined : table.get(entry.now)
  return now ? { entry, how, now } : { entry, how }
}

/** What stands in every entry that answers: a sound does in one piece, characters may be scattered. */
function partOfAll(tokens: readonly Token[]): string {
  const certain = tokens.map(({ text, isSound }) => (isSound ? text : String.fromCodePoint(text.codePointAt(0) ?? 0)))
  return certain.reduce((longest, text) => (text.length > longest.length ? text : longest))
}

/** What answers, by its rank. */
function foundByRank(table: CodeTable, tokens: readonly Token[]): readonly (readonly Found[] | undefined)[] {
  const byRank: (Found[] | undefined)[] = []
  for (const text of table.searchTexts(partOfAll(tokens))) {
    const found = rankEntry(tokens, text)
    if (found) (byRank[found[0]] ??= []).push({ code: text.code, how: found[1] })
  }
  return byRank
}

/** Those of a rank that are in use, or those that are abolished. */
function* hitsAmong(table: CodeTable, found: readonly Found[], isAbolished: boolean): Generator<SearchHit> {
  for (const { code, how } of found) {
    const entry = table.get(code)
    if (entry?.selectable && entry.abolished === isAbolished) yield { entry, how }
  }
}

/** The hits in their order: by rank, and within a rank what is in use before what is abolished. */
function* hitsInOrder(table: CodeTable, tokens: readonly Token[]): Generator<SearchHit> {
  for (const found of foundByRank(table, tokens)) {
    if (!found) continue
    yield* hitsAmong(table, found, false)
    yield* hitsAmong(table, found, true)
  }
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
    .filter((text) => text !== '')
    .map((text) => ({ text, isSound: /^[a-z]+$/.test(text) }))
  if (tokens.length === 0) return []
  const hits: SearchHit[] = []
  // Of a letter that thousands answer to, only those on offer are looked at further.
  for (const hit of hitsInOrder(table, tokens)) {
    if (hits.length === limit) break
    if (accept(hit.entry)) hits.push(withPresentPlace(table, hit))
  }
  return hits
}
