import { pinyin } from 'pinyin-pro'
import type { CodesFiles } from './codes-files.ts'
import type { Problem } from './problem.ts'
import { readCsv } from './read-table.ts'

/** Pinyin of a name in a table: syllables without tones, apart from each other. */
export type Spell = (table: string, name: string) => string

/** Names already spelt: the same places stand in several tables. */
const spelt = new Map<string, string>()

function spellByDictionary(name: string): string {
  const known = spelt.get(name)
  if (known !== undefined) return known
  const syllables = pinyin(name, { toneType: 'none', type: 'array', nonZh: 'consecutive', v: true })
    .map((syllable) => syllable.toLowerCase().replace(/[^a-z0-9]/g, ''))
    .filter((syllable) => syllable !== '')
    .join(' ')
  spelt.set(name, syllables)
  return syllables
}

/** Spelling by the dictionary, but for the names in `pinyin_corrections.csv`, which it reads wrongly. */
export function makeSpell(files: CodesFiles, problems: Problem[]): Spell {
  const corrections = new Map<string, string>()
  for (const { file, line, cells } of readCsv('pinyin_corrections.csv', files, problems)) {
    const { table = '', name = '', pinyin: spelling = '' } = cells
    if (!/^[a-z]+(?: [a-z]+)*$/.test(spelling)) problems.push({ file, line, message: `“${name}”的拼音写法不对` })
    corrections.set(`${table} ${name}`, spelling)
  }
  return (table, name) => corrections.get(`${table} ${name}`) ?? spellByDictionary(name)
}
