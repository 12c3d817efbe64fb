// `npm run characters:rare -- moji.db idsdecompose.db` makes public/characters/rare.pack again, from the databases of
// the packages @mandel59/mojidata (Unihan, Unicode License v3) and @mandel59/idsdb (MIT).
import { mkdirSync, writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { gzipSync } from 'node:zlib'

const [, , moji, ids] = process.argv
if (moji === undefined || ids === undefined)
  throw new Error('usage: npm run characters:rare -- moji.db idsdecompose.db')

const blocks = [
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0x20000, 0x2a6df],
  [0x2a700, 0x2ebef],
] as const
const isHan = (text: string): boolean => {
  const code = text.codePointAt(0) ?? 0
  return text.length === String.fromCodePoint(code).length && blocks.some(([from, to]) => code >= from && code <= to)
}

function valuesOf(database: DatabaseSync, property: string): ReadonlyMap<string, readonly string[]> {
  const values = new Map<string, string[]>()
  for (const { UCS, value } of database.prepare('select UCS, value from unihan where property = ?').all(property)) {
    const known = values.get(String(UCS)) ?? []
    values.set(String(UCS), [...known, String(value)])
  }
  return values
}

/** `071.130:dí` and `yǎn` without tone: what is typed. */
const toneless = (reading: string): readonly string[] =>
  reading
    .replace(/^.*:/, '')
    .split(/[,\s]+/)
    .map((syllable) =>
      syllable
        .normalize('NFD')
        .replace(/u\u0308/g, 'v')
        .replace(/\p{M}/gu, '')
        .toLowerCase(),
    )
    .filter((syllable) => /^[a-z]+$/.test(syllable))

const unihan = new DatabaseSync(moji, { readOnly: true })
const readings = ['kMandarin', 'kHanyuPinyin', 'kTGHZ2013'].map((property) => valuesOf(unihan, property))
const strokes = valuesOf(unihan, 'kTotalStrokes')
/** What every keyboard types: GB 2312. */
const common = valuesOf(unihan, 'kGB0')

const deepest = 3
/** Single strokes: nobody looks for a name by them. */
const strokeForms = new Set('一丨丿丶乙乚亅乀乁𠃌𠄌𠃍𠃊𠃋')
const parts = new Map<string, Set<string>>()
for (const { UCS, IDS_tokens: tokens } of new DatabaseSync(ids, { readOnly: true })
  .prepare('select UCS, IDS_tokens from tempids')
  .all()) {
  const known = parts.get(String(UCS)) ?? new Set()
  for (const token of String(tokens).split(' '))
    if (isHan(token) && token !== UCS && !strokeForms.has(token)) known.add(token)
  parts.set(String(UCS), known)
}

/** The components of a character, and theirs. */
function componentsOf(character: string, depth = 1): readonly string[] {
  const own = [...(parts.get(character) ?? [])]
  if (depth >= deepest) return own
  return [...new Set([...own, ...own.flatMap((part) => componentsOf(part, depth + 1))])]
}

const lines: string[] = []
for (const [from, to] of blocks) {
  for (let code = from; code <= to; code += 1) {
    const character = String.fromCodePoint(code)
    const components = componentsOf(character)
    const said = new Set(readings.flatMap((values) => (values.get(character) ?? []).flatMap(toneless)))
    if (common.has(character) || (components.length === 0 && said.size === 0)) continue
    lines.push([character, [...said].join(' '), components.join(''), strokes.get(character)?.[0] ?? ''].join('\t'))
  }
}
mkdirSync('public/characters', { recursive: true })
writeFileSync('public/characters/rare.pack', gzipSync(`${lines.join('\n')}\n`, { level: 9 }))
