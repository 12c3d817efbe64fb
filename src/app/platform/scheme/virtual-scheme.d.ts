declare module 'virtual:caibao-scheme' {
  import type { SchemeIdentity } from '#core/scheme/bundle.ts'
  import type { Scheme } from '#core/scheme/scheme.ts'

  export const identity: SchemeIdentity
  export const scheme: Scheme
  /** Addresses of the parts that follow the form: manifest, rules, and each table by id. */
  export const urls: {
    readonly manifest: string
    readonly rules: string
    readonly tables: Readonly<Record<string, string>>
  }
}

declare module 'virtual:caibao-written-rules' {
  import type { WrittenRules } from '#core/rules/written/written-rules.ts'

  export const digest: WrittenRules['digest']
  export const makeCheck: WrittenRules['makeCheck']
}

declare module 'virtual:caibao-english' {
  import type { EnglishTexts } from '#core/scheme/english-texts.ts'

  export const texts: EnglishTexts
}

declare module 'virtual:caibao-guide' {
  import type { Guide } from '#core/guide/guide.ts'

  export const guide: Guide
}

declare module 'virtual:caibao-name-sounds' {
  export const sounds: string
  export const surnames: string
}
