import { soundedName } from '#core/characters/sounded-name.ts'

/** What people are put in order by. */
export const personOrders = ['pinyin', 'stroke', 'unit'] as const

/** Order of the people on a roster. */
export type PersonOrder = (typeof personOrders)[number]

/** What decides where a person stands. */
export interface OrderedPerson {
  readonly name: string
  readonly unit: string
  readonly idNumber: string
}

const localeOf = { pinyin: 'zh-CN-u-co-pinyin', stroke: 'zh-CN-u-co-stroke' } as const

/** Whether this engine knows the order: some builds carry no stroke order. */
export function isOrderKnown(order: PersonOrder): boolean {
  if (order !== 'stroke') return true
  return new Intl.Collator(localeOf.stroke).resolvedOptions().collation === 'stroke'
}

const byCode = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** By pinyin, each surname where it sounds; people of one surname stand together, beside those of one that sounds alike. */
function bySound(compare: (a: string, b: string) => number): (a: string, b: string) => number {
  return (a, b) => {
    const [soundedA, soundedB] = [soundedName(a), soundedName(b)]
    const areAlike = soundedA.charCodeAt(0) === soundedB.charCodeAt(0)
    return (areAlike && a.charCodeAt(0) - b.charCodeAt(0)) || compare(soundedA, soundedB)
  }
}

/** Compares two people; those alike come by name, then by ID number, so that the order is always the same. */
export function comparePeople(order: PersonOrder): (a: OrderedPerson, b: OrderedPerson) => number {
  const { compare } = new Intl.Collator(order === 'stroke' ? localeOf.stroke : localeOf.pinyin)
  const compareNames = order === 'stroke' ? compare : bySound(compare)
  const byName = (a: OrderedPerson, b: OrderedPerson): number =>
    compareNames(a.name, b.name) || byCode(a.name, b.name) || byCode(a.idNumber, b.idNumber)
  if (order !== 'unit') return byName
  return (a, b) => compare(a.unit, b.unit) || byCode(a.unit, b.unit) || byName(a, b)
}

/** The first people of an order, without putting all of them in order. */
export function firstPeople<P>(people: Iterable<P>, count: number, compare: (a: P, b: P) => number): readonly P[] {
  const first: P[] = []
  for (const person of people) {
    const last = first[count - 1]
    if (last !== undefined && compare(person, last) >= 0) continue
    const at = first.findIndex((each) => compare(person, each) < 0)
    first.splice(at < 0 ? first.length : at, 0, person)
    if (first.length > count) first.pop()
  }
  return first
}
