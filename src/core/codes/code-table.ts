/** Value of an attribute that links or qualifies a code. */
export type AttrValue = string | number | boolean | readonly string[]

/** How far a table was made up for want of the official one. */
export type Constructed = 'no' | 'partly' | 'yes'

/** 代码: one entry of a table. */
export interface CodeEntry {
  readonly code: string
  readonly name: string
  readonly parent?: string
  readonly aliases: readonly string[]
  /** First and last year (or month) of use. */
  readonly from?: string
  readonly to?: string
  /** False for group rows and for codes kept only to be recognised and refused. */
  readonly selectable: boolean
  /** True for places that exist no more; old records and ID numbers still name them. */
  readonly abolished: boolean
  /** Code of what the abolished place is today, where known. */
  readonly now?: string
  readonly attrs: Readonly<Record<string, AttrValue>>
}

/** 代码表: look-up by code and along parents. */
export interface CodeTable {
  readonly id: string
  readonly title: string
  readonly version: string
  readonly constructed: Constructed
  readonly size: number
  readonly get: (code: string) => CodeEntry | undefined
  readonly has: (code: string) => boolean
  /** One attribute without building the entry: the rules ask this often. */
  readonly attr: (code: string, key: string) => AttrValue | undefined
  /** Entries directly below the code; without a code, the top level. */
  readonly children: (code?: string) => readonly CodeEntry[]
  /** The entry and those above it, root first. */
  readonly path: (code: string) => readonly CodeEntry[]
  /** Names along the path: “广西壮族自治区 玉林市 北流市”. */
  readonly fullName: (code: string) => string
  readonly entries: () => Iterable<CodeEntry>
  /** Texts to search by in which it stands somewhere (folded: lower case, half width), in the order of the entries. */
  readonly searchTexts: (part: string) => readonly SearchText[]
  /** Prepares so many more entries for the search, so that the first one need not wait; true when all of them are. */
  readonly prepare: (count: number) => boolean
}

/** What an entry can be found by. */
export interface SearchText {
  readonly code: string
  /** Name and aliases, each between bars: `|北流市|北流县|`. */
  readonly names: string
  /** Names along the path without gaps. */
  readonly path: string
  /** Pinyin without tones, of name and aliases. */
  readonly pinyin: string
  readonly initials: string
  /** Initials along the path. */
  readonly pathInitials: string
}
