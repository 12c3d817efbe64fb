/** How characters sound: a line a sound, `wei 韦为…`, without tones; `surnames` holds what a first character sounds like. */
export interface NameSounds {
  readonly sounds: string
  readonly surnames: string
}

function soundsByCharacter(lines: string): ReadonlyMap<string, string> {
  const sounds = new Map<string, string>()
  for (const line of lines.split('\n')) {
    const [sound = '', characters = ''] = line.split(' ')
    for (const character of characters) sounds.set(character, sound)
  }
  return sounds
}

/** Spells names in syllables; what has no known sound keeps its letters, and a character unknown stands for itself. */
export function makeSpellName({ sounds, surnames }: NameSounds): (name: string) => readonly string[] {
  const common = soundsByCharacter(sounds)
  const heads = soundsByCharacter(surnames)
  return (name) =>
    Array.from(name, (character, at) => {
      const head = at === 0 ? heads.get(character) : undefined
      return head ?? common.get(character) ?? character.toLowerCase()
    })
}
