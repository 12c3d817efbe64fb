/** 生僻字: a character beyond GB 2312, and how it is found. */
export interface RareCharacter {
  readonly character: string
  /** Pinyin without tones, ü as v. */
  readonly readings: readonly string[]
  /** Characters it is made of, and those they are made of. */
  readonly components: ReadonlySet<string>
  readonly strokes: number
}

/** Reads the lines that the house makes of Unihan and ideographic descriptions. */
export function parseRareCharacters(text: string): readonly RareCharacter[] {
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const [character = '', readings = '', components = '', strokes = ''] = line.split('\t')
      return {
        character,
        readings: readings === '' ? [] : readings.split(' '),
        components: new Set(components),
        strokes: Number(strokes),
      }
    })
}

const codePoint = /^(?:u\+?|0x)([0-9a-f]{4,6})$/i
const pinyin = /^[a-zü]{1,8}$/i
const han = /\p{Script=Han}/gu
const lastCodePoint = 0x10ffff

/** The character of a code point as people write it, `U+20BB7`; undefined for anything that is no Han character. */
function byCodePoint(query: string): string | undefined {
  const [, digits] = codePoint.exec(query) ?? []
  const code = Number.parseInt(digits ?? '', 16)
  if (!Number.isInteger(code) || code > lastCodePoint) return undefined
  const character = String.fromCodePoint(code)
  return /^\p{Script=Han}$/u.test(character) ? character : undefined
}

function isFound({ readings, components }: RareCharacter, syllable: string, parts: readonly string[]): boolean {
  if (syllable !== '') return readings.includes(syllable)
  return parts.length > 0 && parts.every((part) => components.has(part))
}

/** Finds characters by code point (`U+20BB7`), by pinyin (`di`) or by components (`由页`), those of few strokes first. */
export function findRareCharacters(all: readonly RareCharacter[], query: string): readonly RareCharacter[] {
  const asked = query.trim()
  const character = byCodePoint(asked)
  if (character !== undefined) {
    const known = all.find((rare) => rare.character === character)
    return [known ?? { character, readings: [], components: new Set<string>(), strokes: 0 }]
  }
  const syllable = pinyin.test(asked) ? asked.toLowerCase().replace(/ü/g, 'v') : ''
  const parts = asked.match(han) ?? []
  return all.filter((rare) => isFound(rare, syllable, parts)).sort((a, b) => a.strokes - b.strokes)
}
