/**
 * Unit names as people write them: the seal's name in full is wanted (S2-11), what comes differs by spaces, widths,
 * brackets and the region's prefix, and each spelling would count as a unit of its own (S2-7, M05, M06).
 */

const regionPrefix = /^广西(?:壮族自治区)?/u

/** The name without what people vary: widths, spaces, brackets, the region's prefix. */
export function unitNameKey(name: string): string {
  const plain = name.normalize('NFKC').replace(/[\s()（）·.,，。、-]/gu, '')
  const short = plain.replace(regionPrefix, '')
  return short === '' ? plain : short
}

/** Changed characters between two names, at most `limit` + 1. */
function editDistance(a: readonly string[], b: readonly string[], limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (const [i, left] of a.entries()) {
    const next = [i + 1]
    for (const [j, right] of b.entries()) {
      const substitution = (row[j] ?? 0) + (left === right ? 0 : 1)
      next.push(Math.min(substitution, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1))
    }
    if (Math.min(...next) > limit) return limit + 1
    row = next
  }
  return row[b.length] ?? limit + 1
}

// 第一中学 and 第二中学 are two schools: a number that differs is never a slip.
const numbers = /[0-9〇零一二三四五六七八九十百]+/gu
const numbersIn = (name: string): string => (name.match(numbers) ?? []).join('|')

/** Whether two names differ only as slips do: the same key, or one character among at least five. */
export function areSimilarUnitNames(a: string, b: string): boolean {
  const [keyA, keyB] = [unitNameKey(a), unitNameKey(b)]
  if (keyA === keyB) return true
  if (numbersIn(keyA) !== numbersIn(keyB)) return false
  const [left, right] = [[...keyA], [...keyB]]
  return Math.min(left.length, right.length) >= 5 && editDistance(left, right, 1) <= 1
}

/** Spellings that are probably one unit, the commonest first. */
export interface UnitNameGroup {
  readonly names: readonly { readonly name: string; readonly people: number }[]
}

/** Groups of at least two spellings that differ only as slips do (M06). */
export function similarUnitNames(peopleByName: ReadonlyMap<string, number>): readonly UnitNameGroup[] {
  const byCount = [...peopleByName].sort(([nameA, a], [nameB, b]) => b - a || (nameA < nameB ? -1 : 1))
  const groups: { name: string; people: number }[][] = []
  for (const [name, people] of byCount) {
    const group = groups.find(([first]) => first && areSimilarUnitNames(first.name, name))
    if (group) group.push({ name, people })
    else groups.push([{ name, people }])
  }
  return groups.filter(({ length }) => length > 1).map((names) => ({ names }))
}
