/** The same words in another language: every key, every function with the same parameters, none more. */
export type Translation<T> = T extends string
  ? string
  : T extends (...args: infer Args) => string
    ? (...args: Args) => string
    : T extends readonly (infer Item)[]
      ? readonly Translation<Item>[]
      : { readonly [Key in keyof T]: Translation<T[Key]> }

// Words are told by name and not imported here: those of a screen that is not open are not fetched.
const known = new Map<string, object>()
const translations = new Map<string, object>()

const isBranch = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function take(words: object, translation: object): void {
  const standing = new Map<string, unknown>(Object.entries(words))
  for (const [key, value] of Object.entries(translation)) {
    const branch = standing.get(key)
    if (isBranch(branch) && isBranch(value)) take(branch, value)
    else Object.assign(words, { [key]: value })
  }
}

/** Words by their name, Chinese until another language takes their place. */
export function speak<T extends object>(name: string, chinese: T): T {
  known.set(name, chinese)
  const translation = translations.get(name)
  if (translation) take(chinese, translation)
  return chinese
}

/** Puts a translation in the place of the words of that name, now or when they come. */
export function translate(name: string, translation: object): void {
  translations.set(name, translation)
  const words = known.get(name)
  if (words) take(words, translation)
}

/** `1 record`, `2 records`. */
export const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`
