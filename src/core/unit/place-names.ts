import type { CodeTable } from '#core/codes/code-table.ts'

/** Whether a text is the name of a place. */
export type IsPlace = (text: string) => boolean

const longest = 12
const ofCity = '2'

/** The names of all divisions, and of cities without their last character too: 柳州 and 柳州市. */
export function placeNames(divisions: CodeTable): IsPlace {
  const names = new Set<string>()
  for (const { name, attrs } of divisions.entries()) {
    names.add(name)
    if (String(attrs['level']) === ofCity) names.add(name.replace(/(?:地区|市)$/u, ''))
  }
  return (text) => names.has(text)
}

/** The places a name begins with, one after the other. */
function leadingPlaces(name: string, isPlace: IsPlace): readonly string[] {
  const places: string[] = []
  for (let rest = name; ;) {
    let length = Math.min(rest.length, longest)
    while (length > 1 && !isPlace(rest.slice(0, length))) length -= 1
    if (length < 2) return places
    places.push(rest.slice(0, length))
    rest = rest.slice(length)
  }
}

/** Whether two names begin with places of which one is another: 柳州市 and 梧州市, but not 柳州 and 柳州市. */
export function areOfOtherPlaces(a: string, b: string, isPlace: IsPlace): boolean {
  const [left, right] = [leadingPlaces(a, isPlace), leadingPlaces(b, isPlace)]
  if (left.length !== right.length) return false
  return left.some((place, at) => {
    const other = right[at] ?? ''
    return !place.startsWith(other) && !other.startsWith(place)
  })
}
