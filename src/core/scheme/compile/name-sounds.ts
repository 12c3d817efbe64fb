import { pinyin } from 'pinyin-pro'
import type { NameSounds } from '#core/characters/name-sounds.ts'

/** Blocks of Chinese characters the dictionary knows something of. */
const blocks = [
  [0x4e00, 0x9fff],
  [0x3400, 0x4dbf],
  [0x20000, 0x2ebef],
] as const

const read = (text: string, surname: 'head' | 'off'): string =>
  pinyin(text, { toneType: 'none', type: 'array', v: true, surname })[0] ?? ''

/** How every character that can stand in a name sounds, and how some sound as a surname. */
export function compileNameSounds(): NameSounds {
  const bySound = new Map<string, string>()
  const surnames: string[] = []
  for (const [first, last] of blocks) {
    for (let code = first; code <= last; code += 1) {
      const character = String.fromCodePoint(code)
      const sound = read(character, 'off')
      if (!/^[a-z]+$/.test(sound)) continue
      bySound.set(sound, (bySound.get(sound) ?? '') + character)
      const asSurname = read(`${character}某`, 'head')
      if (/^[a-z]+$/.test(asSurname) && asSurname !== sound) surnames.push(`${asSurname} ${character}`)
    }
  }
  return {
    sounds: Array.from(bySound, ([sound, characters]) => `${sound} ${characters}`).join('\n'),
    surnames: surnames.join('\n'),
  }
}
