import type { CodeEntry, CodeTable } from '#core/codes/code-table.ts'

/** What a cell says about a code: which one it is, or why that cannot be told. */
export type ResolvedCode =
  | { readonly kind: 'code'; readonly code: string }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'ambiguous'; readonly choices: readonly string[] }

const fold = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[\s/>→·-]/gu, '')
    .toLowerCase()

type Index = ReadonlyMap<string, readonly CodeEntry[]>
const indexes = new WeakMap<CodeTable, Index>()

/** Every entry by its name, its aliases, and its name behind those above it. */
function indexOf(table: CodeTable): Index {
  const known = indexes.get(table)
  if (known) return known
  const index = new Map<string, CodeEntry[]>()
  const add = (text: string, entry: CodeEntry): void => {
    const key = fold(text)
    const entries = index.get(key) ?? []
    if (!entries.includes(entry)) index.set(key, [...entries, entry])
  }
  for (const entry of table.entries()) {
    for (const name of [entry.name, ...entry.aliases, table.fullName(entry.code)]) add(name, entry)
  }
  indexes.set(table, index)
  return index
}

/** `[21] 大学本科毕业`, `21 大学本科毕业`, `大学本科毕业（21）` and the like: the code that stands beside a name. */
function codeBeside(text: string, table: CodeTable): string | undefined {
  const found = /^[[（(]?([0-9A-Za-z]{1,8})[\]）)]?[\s.、:：-]+\S|[[（(]([0-9A-Za-z]{1,8})[\]）)]$/u.exec(text)
  const code = found?.[1] ?? found?.[2]
  return code !== undefined && table.has(code) ? code : undefined
}

/** Whether the characters stand in the text in this order. */
function isScattered(characters: string, text: string): boolean {
  let at = 0
  for (const character of characters) {
    at = text.indexOf(character, at)
    if (at === -1) return false
    at += character.length
  }
  return true
}

/** “广西玉林北流市”: entries with the name at the end, below what stands before it. */
function behindPath(folded: string, table: CodeTable): readonly CodeEntry[] {
  const characters = [...folded]
  for (let at = 1; at < characters.length; at += 1) {
    const named = indexOf(table).get(characters.slice(at).join('')) ?? []
    const before = characters.slice(0, at).join('')
    const below = named.filter(({ code }) => isScattered(before, fold(table.fullName(code))))
    if (below.length > 0) return below
  }
  return []
}

/** Among entries of one name: those that may be chosen, those in use, the one of this row's series and level. */
function narrow(entries: readonly CodeEntry[], fits: (entry: CodeEntry) => boolean): readonly CodeEntry[] {
  const steps = [
    fits,
    ({ selectable }: CodeEntry) => selectable,
    ({ abolished, to }: CodeEntry) => !abolished && to === undefined,
  ]
  return steps.reduce<readonly CodeEntry[]>((left, step) => {
    const kept = left.filter(step)
    return kept.length > 0 ? kept : left
  }, entries)
}

/** The code a cell means: written as a code, as a name, an alias, a full path, or both together. */
export function resolveCode(
  text: string,
  table: CodeTable,
  fits: (entry: CodeEntry) => boolean = () => true,
): ResolvedCode {
  const plain = text.normalize('NFKC').trim()
  if (table.has(plain)) return { kind: 'code', code: plain }
  const folded = fold(plain)
  const named = narrow(indexOf(table).get(folded) ?? behindPath(folded, table), fits)
  const [first, second] = named
  if (first && !second) return { kind: 'code', code: first.code }
  if (first)
    return { kind: 'ambiguous', choices: named.slice(0, 5).map(({ code }) => `${table.fullName(code)} [${code}]`) }
  const beside = codeBeside(plain, table)
  return beside === undefined ? { kind: 'unknown' } : { kind: 'code', code: beside }
}

/** Whether a name may mean this code, among all that bear it: also one abolished, or of another series. */
export function mayMean(text: string, code: string, table: CodeTable): boolean {
  const plain = text.normalize('NFKC').trim()
  if (plain === code || codeBeside(plain, table) === code) return true
  const folded = fold(plain)
  return (indexOf(table).get(folded) ?? behindPath(folded, table)).some((entry) => entry.code === code)
}
