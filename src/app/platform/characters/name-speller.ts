import { makeSpellName } from '#core/characters/name-sounds.ts'
import { onceUntilItFails } from '#core/errors/once-until-it-fails.ts'

/** Spells names in pinyin; what it needs is fetched when first asked for. */
export const loadNameSpeller = onceUntilItFails(async () => makeSpellName(await import('virtual:caibao-name-sounds')))
