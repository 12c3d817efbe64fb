import { personNameKey } from './identity.ts'

/** What a person is found by. */
interface Searched {
  readonly row: { readonly name: string; readonly idNumber: string }
  /** `|weixiaoli|wxl|`: whole spelling and initials. */
  readonly sound: string
}

/** What is typed into the search, told apart once: letters are looked for in the sound, the rest in name and number. */
interface Wanted {
  /** As names are kept: whatever dots and spaces were typed. */
  readonly name: string
  readonly upper: string
  /** Absent where something else than letters was typed. */
  readonly sound?: string
}

function wantedOf(text: string): Wanted | undefined {
  const folded = text.normalize('NFKC').trim()
  if (folded === '') return undefined
  const letters = folded.toLowerCase().replace(/['’\s]+/g, '')
  return {
    name: personNameKey(folded),
    upper: folded.toUpperCase(),
    ...(/^[a-z]+$/.test(letters) && { sound: `|${letters}` }),
  }
}

const isFound = ({ row, sound }: Searched, { name, upper, sound: heard }: Wanted): boolean =>
  row.name.includes(name) || row.idNumber.includes(upper) || (heard !== undefined && sound.includes(heard))

const between = '\n'

/** One field of everybody as one text, and where each person's part of it begins. */
interface Column {
  readonly text: string
  readonly starts: Uint32Array
}

function columnOf(values: readonly string[]): Column {
  const starts = new Uint32Array(values.length + 1)
  let at = 0
  for (const [index, value] of values.entries()) {
    starts[index] = at
    at += value.length + between.length
  }
  starts[values.length] = at
  return { text: values.join(between), starts }
}

/** The last person whose part begins at or before a place; the hits come in order, so it is looked for from the last. */
function ownerOf(starts: Uint32Array, place: number, from: number): number {
  let step = 1
  let low = from
  while ((starts[low + step] ?? Number.POSITIVE_INFINITY) <= place) {
    low += step
    step *= 2
  }
  let high = Math.min(low + step, starts.length - 1)
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if ((starts[middle] ?? 0) <= place) low = middle
    else high = middle
  }
  return low
}

/** Marks whose part of the text holds what is looked for. */
function mark({ text, starts }: Column, wanted: string, hits: Uint8Array): void {
  let person = 0
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, starts[person + 1])) {
    person = ownerOf(starts, at, person)
    hits[person] = 1
  }
}

/** People whose texts are put together in one step, so that nothing else waits for all of them. */
const together = 4096

/** Names, numbers and sounds of some people, each as one long text. */
function makePart(people: readonly Searched[]) {
  const names = columnOf(people.map(({ row }) => row.name))
  const numbers = columnOf(people.map(({ row }) => row.idNumber))
  const sounds = columnOf(people.map(({ sound }) => sound))
  return (wanted: Wanted, hits: Uint8Array): void => {
    mark(names, wanted.name, hits)
    mark(numbers, wanted.upper, hits)
    if (wanted.sound !== undefined) mark(sounds, wanted.sound, hits)
  }
}

/**
 * The search over a list that changes. The texts of everybody lie together, so that the engine looks through a hundred
 * thousand people in some steps of its own instead of calling for each of them; they are put together anew when they are
 * next needed.
 */
export function makePeopleSearch(people: () => readonly Searched[]) {
  let parts: ReturnType<typeof makePart>[] = []

  /** Makes ready a step of what the next search would wait for; false when all is. */
  function prepare(): boolean {
    const all = people()
    const at = parts.length * together
    if (at < all.length) parts.push(makePart(all.slice(at, at + together)))
    return at + together < all.length
  }

  /** A one at the place of everyone who is found; nothing where nothing is looked for. */
  function find(text: string): Uint8Array | undefined {
    const wanted = wantedOf(text)
    if (!wanted) return undefined
    const all = people()
    // What stands between two people is not to be found.
    if (wanted.upper.includes(between)) return Uint8Array.from(all, (each) => (isFound(each, wanted) ? 1 : 0))
    while (prepare());
    const hits = new Uint8Array(all.length)
    for (const [at, look] of parts.entries()) look(wanted, hits.subarray(at * together, (at + 1) * together))
    return hits
  }

  return {
    find,
    prepare,
    /** Somebody has come, or is called otherwise. */
    changed: (): void => void (parts = []),
  }
}
