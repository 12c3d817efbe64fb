/** The same words in another language: every key, every function with the same parameters, none more. */
export type Translation<T> = T extends string
  ? string
  : T extends (...args: infer Args) => string
    ? (...args: Args) => string
    : T extends readonly (infer Item)[]
      ? readonly Translation<Item>[]
      : { readonly [Key in keyof T]: Translation<T[Key]> }

const isBranch = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Puts the translation in the place of the words, for everyone who holds them. */
export function translateWords<T extends object>(words: T, translation: Translation<T>): void {
  const standing = new Map<string, unknown>(Object.entries(words))
  for (const [key, value] of Object.entries(translation)) {
    const branch = standing.get(key)
    if (isBranch(branch) && isBranch(value)) translateWords<object>(branch, value)
    else Object.assign(words, { [key]: value })
  }
}

/** `1 record`, `2 records`. */
export const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`
