import { mayBeSlips, slipsAllowed, slipsBetween } from './name-slips.ts'

/**
 * Unit names as people write them: the seal's name in full is wanted (S2-11), what comes differs by spaces, widths,
 * brackets and the region's prefix, and each spelling would count as a unit of its own (S2-7, M05, M06).
 */

const regionPrefix = /^广西(?:壮族自治区)?/u

function plainName(name: string): string {
  const bare = name.normalize('NFKC').replace(/[\s()（）·.,，。、-]/gu, '')
  return bare.replace('有限责任公司', '有限公司')
}

function keyOf(plain: string): string {
  const short = plain.replace(regionPrefix, '')
  return short === '' ? plain : short
}

/** The name without what people vary: widths, spaces, brackets, the region's prefix, how a company is limited. */
export const unitNameKey = (name: string): string => keyOf(plainName(name))

// 城市, 超市 and 社区 are no divisions.
const division = /^.{1,8}?(?:[省县]|(?<![城超门都夜])市|(?<![社小])区)/u
const shortestName = 4

/** What may stand behind divisions in another name: 广西人民医院 is no 人民医院 of a city, and keeps its region. */
export function nameBehindDivisions(name: string): string {
  const plain = plainName(name)
  const key = keyOf(plain)
  return division.test(key) ? key : plain
}

/** A name without the divisions before it, one after the other: of 北海市合浦县第四中学 合浦县第四中学 and 第四中学. */
export function withoutDivisions(name: string): readonly string[] {
  const shorter: string[] = []
  let rest = nameBehindDivisions(name)
  for (let found = division.exec(rest); found; found = division.exec(rest)) {
    rest = rest.slice(found[0].length)
    if (rest.length < shortestName) break
    shorter.push(rest)
  }
  return shorter
}

const differByDivisions = (a: string, b: string): boolean =>
  withoutDivisions(a).includes(nameBehindDivisions(b)) || withoutDivisions(b).includes(nameBehindDivisions(a))

/** A name and what is left of it with one character less: names that differ in one character share one of these. */
function nearKeys(name: string): readonly string[] {
  const characters = [...unitNameKey(name)]
  return [characters.join(''), ...characters.map((_, at) => characters.filter((__, other) => other !== at).join(''))]
}

/** Whether two names differ only as slips do: the same key, or one character among at least five. */
function differBySlip(a: string, b: string): boolean {
  const [keyA, keyB] = [unitNameKey(a), unitNameKey(b)]
  if (keyA === keyB) return true
  if (!mayBeSlips(keyA, keyB)) return false
  const [left, right] = [[...keyA], [...keyB]]
  return slipsAllowed(left, right) >= 1 && slipsBetween(left, right, 1) <= 1
}

/** Whether two names may be of one unit: they differ as slips do, or one has divisions before it that the other has not. */
export const areSimilarUnitNames = (a: string, b: string): boolean => differBySlip(a, b) || differByDivisions(a, b)

/** Spellings that are probably one unit, the commonest first. */
export interface UnitNameGroup {
  readonly names: readonly { readonly name: string; readonly people: number }[]
}

/** Whether a name belongs to a group: 第三中学 may be of one city, but two cities with one each are never one unit. */
function isOfGroup([first, ...others]: UnitNameGroup['names'], name: string): boolean {
  if (!first) return false
  if (differBySlip(first.name, name)) return true
  return differByDivisions(first.name, name) && others.every((other) => areSimilarUnitNames(other.name, name))
}

/** Under which keys a name is filed, and by which those it may be similar to are asked for. */
function groupKeys(name: string) {
  const slips = nearKeys(name).map((key) => `~${key}`)
  const [whole, shorter] = [nameBehindDivisions(name), withoutDivisions(name)]
  return {
    filed: [...slips, `=${whole}`, ...shorter.map((key) => `<${key}`)],
    asked: [...slips, `<${whole}`, ...shorter.map((key) => `=${key}`)],
  }
}

/**
 * Groups spellings that are probably one unit (M06), the commonest first and step by step: a region has thousands, of
 * which only those that share a key are compared.
 */
export function makeNameGroups(peopleByName: ReadonlyMap<string, number>) {
  const byCount = [...peopleByName].sort(([nameA, a], [nameB, b]) => b - a || (nameA < nameB ? -1 : 1))
  const groups: { name: string; people: number }[][] = []
  const groupsByKey = new Map<string, number[]>()
  let at = 0

  function take(name: string, people: number): void {
    const { filed, asked } = groupKeys(name)
    const near = new Set(asked.flatMap((key) => groupsByKey.get(key) ?? []))
    const inOrder = [...near].sort((a, b) => a - b)
    const found = inOrder.find((place) => isOfGroup(groups[place] ?? [], name))
    if (found !== undefined) {
      groups[found]?.push({ name, people })
      return
    }
    for (const key of filed) {
      const same = groupsByKey.get(key)
      if (same) same.push(groups.length)
      else groupsByKey.set(key, [groups.length])
    }
    groups.push([{ name, people }])
  }

  return {
    /** Takes the next spelling in; false when there is none left. */
    next(): boolean {
      const [name, people] = byCount[at] ?? []
      if (name === undefined || people === undefined) return false
      take(name, people)
      at += 1
      return true
    },
    /** Those of at least two spellings. */
    groups: (): readonly UnitNameGroup[] =>
      groups.filter(({ length }) => length > 1).map((names) => ({ names: [...names] })),
  }
}
