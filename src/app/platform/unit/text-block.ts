import { type Sealed, sealWith } from './vault.ts'

/** A submission as it is kept: its signed text, and the file it came in where that differs (sealed, or with a mark). */
export interface KeptText {
  readonly text: string
  readonly original?: string
}

/** Many texts sealed together, ready to be written as one row. */
export interface TextBlock {
  readonly id: string
  readonly sealed: Sealed
  /** Digests in the order of the texts. */
  readonly digests: readonly string[]
}

/** Where a text lies: its block and the place in it. */
export interface TextPlace {
  readonly block: string
  readonly position: number
}

/** What a block is sealed to, so that blocks cannot be swapped. */
export const placeOfBlock = (id: string): string => `texts:${id}`

/** As many texts of a pack, or of one writing, are sealed together: more would hold the page, and be opened for one. */
export const textsInBlock = 100

let last = 0

/** Names blocks in the order they are made, so that what came together lies together. */
export function newBlockId(): string {
  last = Math.max(last + 1, Date.now())
  const [random = 0] = crypto.getRandomValues(new Uint32Array(1))
  return `${last.toString(36).padStart(9, '0')}-${random.toString(36)}`
}

/** Seals texts together. */
export async function sealTexts(
  key: CryptoKey,
  texts: readonly (KeptText & { readonly digest: string })[],
): Promise<TextBlock> {
  const id = newBlockId()
  const kept = texts.map(({ text, original }): KeptText => (original === undefined ? { text } : { text, original }))
  return { id, sealed: await sealWith(key, placeOfBlock(id), kept), digests: texts.map(({ digest }) => digest) }
}
