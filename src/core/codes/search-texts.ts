import type { SearchText } from './code-table.ts'
import type { TableData } from './table-data.ts'

/** Initials from syllables: `bei liu shi` → `bls`. */
const initialsOf = (pinyin: string): string => pinyin.replace(/(\S)\S*(?: |$)/g, '$1')

// Most names are Chinese characters alone, which folding leaves as they are.
const onlyHan = /^[\u4e00-\u9fa5]*$/

/** Full-width as half-width, as the search folds what is typed. */
const foldWidth = (text: string): string => (onlyHan.test(text) ? text : text.normalize('NFKC').toLowerCase())

/** What stands on the way from the top to an entry, its own part included. */
interface Way {
  readonly names: string
  readonly initials: string
}

const deepest = 16

/** What an entry is found by, made entry by entry. */
interface SearchTexts {
  readonly holding: (part: string) => readonly SearchText[]
  /** Makes so many more; returns the first and the end of those it made. */
  readonly make: (count: number) => readonly [from: number, to: number]
}

/** All that an entry can be found by in one string, which no search looks beyond. */
const lineOf = ({ code, names, pinyin, initials, pathInitials, path }: SearchText): string =>
  `${code.toLowerCase()} ${names}${pinyin}${initials}${pathInitials} ${path}\n`

/** The lines of all texts, one after the other: one look through them is far quicker than one into each. */
function joined(texts: readonly SearchText[]): (part: string) => readonly SearchText[] {
  const lines = texts.map(lineOf)
  const all = lines.join('')
  const ends = new Uint32Array(lines.length)
  let length = 0
  for (const [index, line] of lines.entries()) ends[index] = length += line.length

  return (part) => {
    const found: SearchText[] = []
    let index = 0
    for (let at = all.indexOf(part); at >= 0 && at < length; at = all.indexOf(part, ends[index])) {
      while ((ends[index] ?? length) <= at) index += 1
      const text = texts[index]
      if (text) found.push(text)
    }
    return found
  }
}

/** The texts by which entries of a table are found. */
export function searchTextsOf(data: TableData): SearchTexts {
  const { codes, names, parents = [], pinyin } = data
  const texts: SearchText[] = []
  const ways = new Map<number, Way>()
  let lookThrough: ((part: string) => readonly SearchText[]) | undefined

  /** Entries below one parent share its way, so that each is put together once. */
  function wayTo(index: number, mostAbove: number): Way {
    const standing = ways.get(index)
    if (standing) return standing
    const parent = parents[index] ?? -1
    const above = parent >= 0 && mostAbove > 0 ? wayTo(parent, mostAbove - 1) : undefined
    const sound = pinyin[index] ?? ''
    const end = sound.indexOf('|')
    const way = {
      names: (above?.names ?? '') + (names[index] ?? ''),
      initials: (above?.initials ?? '') + initialsOf(end < 0 ? sound : sound.slice(0, end)),
    }
    ways.set(index, way)
    return way
  }

  function textAt(index: number): SearchText {
    const way = wayTo(index, deepest - 1)
    const sound = pinyin[index] ?? ''
    const aliases = data.aliases?.[index]
    const name = names[index] ?? ''
    return {
      code: codes[index] ?? '',
      names: `|${foldWidth(aliases ? [name, ...aliases].join('|') : name)}|`,
      path: foldWidth(way.names),
      pinyin: `|${sound.replaceAll(' ', '')}|`,
      initials: `|${sound.includes('|') ? sound.split('|').map(initialsOf).join('|') : initialsOf(sound)}|`,
      pathInitials: way.initials,
    }
  }

  function make(count: number): readonly [number, number] {
    const from = texts.length
    const to = Math.min(codes.length, from + count)
    for (let index = from; index < to; index += 1) texts.push(textAt(index))
    if (to === codes.length) lookThrough ??= joined(texts)
    return [from, to]
  }

  return {
    holding(part) {
      make(codes.length)
      return lookThrough?.(part) ?? []
    },
    make,
  }
}
