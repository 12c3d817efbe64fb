import { marksIn, mayBeSlips, slipsAllowed, slipsBetween } from '#core/review/name-slips.ts'
import { unitNameKey } from '#core/review/unit-names.ts'
import { areOfOtherPlaces, type IsPlace } from './place-names.ts'

/** A unit whose name differs from another by so many slips. */
interface NearUnit<Unit> {
  readonly unit: Unit
  readonly slips: number
}

/** A name as it is compared. `low` and `high` have a bit for each of its characters, of sixty-four. */
interface Spelled {
  readonly key: string
  readonly characters: readonly string[]
  readonly low: number
  readonly high: number
}

const mostSlips = 2
// One slip changes two bits at most: a character goes, another comes.
const mostBits = 2 * mostSlips

function spelled(name: string): Spelled {
  const key = unitNameKey(name)
  const characters = [...key]
  let [low, high] = [0, 0]
  for (const character of characters) {
    // Multiplied by the golden ratio, neighbours in the table of characters lie far apart.
    const bit = Math.imul(character.codePointAt(0) ?? 0, 0x9e3779b1) >>> 26
    if (bit < 32) low |= 1 << bit
    else high |= 1 << (bit - 32)
  }
  return { key, characters, low, high }
}

function bitsIn(word: number): number {
  let bits = 0
  for (let rest = word; rest !== 0; rest &= rest - 1) bits += 1
  return bits
}

/** Cheap, and false for nearly all that are not near. */
const mayBeNear = (a: Spelled, b: Spelled): boolean =>
  Math.abs(a.characters.length - b.characters.length) <= mostSlips &&
  bitsIn(a.low ^ b.low) + bitsIn(a.high ^ b.high) <= mostBits

function slipsOf(a: Spelled, b: Spelled, isPlace: IsPlace): number | undefined {
  if (!mayBeNear(a, b)) return undefined
  const allowed = slipsAllowed(a.characters, b.characters)
  const slips = slipsBetween(a.characters, b.characters, allowed)
  return slips <= allowed && mayBeSlips(a.key, b.key) && !areOfOtherPlaces(a.key, b.key, isPlace) ? slips : undefined
}

/**
 * Finds the units whose names differ from another by slips, the nearest first. Among thousands only those are compared
 * that have the same numbers and nearly the same characters, and each name is looked up once.
 */
export function makeNearUnits<Unit extends { readonly name: string }>(units: readonly Unit[], isPlace: IsPlace) {
  const byMarks = new Map<string, { readonly unit: Unit; readonly name: Spelled }[]>()
  for (const unit of units) {
    const name = spelled(unit.name)
    const same = byMarks.get(marksIn(name.key))
    if (same) same.push({ unit, name })
    else byMarks.set(marksIn(name.key), [{ unit, name }])
  }

  function search(text: string): readonly NearUnit<Unit>[] {
    const wanted = spelled(text)
    const found: NearUnit<Unit>[] = []
    for (const { unit, name } of byMarks.get(marksIn(wanted.key)) ?? []) {
      const slips = slipsOf(wanted, name, isPlace)
      if (slips !== undefined) found.push({ unit, slips })
    }
    return found.sort((a, b) => a.slips - b.slips)
  }

  const known = new Map<string, readonly NearUnit<Unit>[]>()
  return (text: string): readonly NearUnit<Unit>[] => {
    const found = known.get(text) ?? search(text)
    known.set(text, found)
    return found
  }
}
