import { makeSpellName } from '#core/characters/name-sounds.ts'

let speller: Promise<ReturnType<typeof makeSpellName>> | undefined

/** Spells names in pinyin; what it needs is fetched when first asked for. */
export function loadNameSpeller(): Promise<ReturnType<typeof makeSpellName>> {
  speller ??= import('virtual:caibao-name-sounds').then(makeSpellName)
  return speller
}
