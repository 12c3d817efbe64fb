import { checkCertificates } from '#core/certificate/check-certificates.ts'
import type { Manifest } from '#core/pack/pack.ts'
import { readManifestFile } from './pack-file.ts'

/** What became of a submission that stands in a pack: its unit withdrew it, or only somebody in its name did. */
export type Withdrawn = 'withdrawn' | 'byOtherKey'

/** What units last said of submissions that one of their packs withdraws. */
export interface LastWords {
  /** Whether a submission in this pack is withdrawn by a later one; undefined where nobody says so. */
  readonly withdrawnOf: (file: string, digest: string) => Withdrawn | undefined
}

interface Word {
  readonly at: number
  readonly isReported: boolean
}

/** Words by the voice that spoke them and the submission they are about. */
type Words = Map<string, Word>

/** A pack with those in whose name it speaks: its key, and whoever certified this key for its unit. */
interface Speaking {
  readonly file: string
  readonly content: Manifest['content']
  readonly voices: readonly string[]
}

/**
 * A code in a manifest is only what it says itself. What a pack withdraws counts for packs signed with the same key, or
 * with another one that the very same unit above certified.
 */
async function voicesOf({ content, signer, certificates }: Manifest): Promise<readonly string[]> {
  const { unit, createdAt: at } = content
  const standing = await checkCertificates(certificates, { unit, signer, at })
  const issuer = standing.ok && standing.value.kind === 'certified' ? standing.value.issuers[0] : undefined
  return [signer, ...(issuer ? [issuer.kid] : [])].map((kid) => `${unit.orgCode} ${kid}`)
}

/** What packs say of themselves, one at a time: the digests of a whole city are not held together. */
async function* speaking(packs: readonly string[]): AsyncGenerator<Speaking> {
  for (const file of packs) {
    const manifest = await readManifestFile(file)
    // One that cannot be read is told of where it is read whole.
    if (manifest.ok) yield { file, content: manifest.value.content, voices: await voicesOf(manifest.value) }
  }
}

/** By everybody in whose name the pack speaks, and by its unit as far as a code says. */
const speakersOf = ({ voices, content }: Speaking): readonly string[] => [...voices, content.unit.orgCode]

function noteWithdrawn(pack: Speaking, words: Words): void {
  const at = Date.parse(pack.content.createdAt)
  for (const digest of pack.content.withdrawn ?? []) {
    for (const line of speakersOf(pack).map((voice) => `${voice} ${digest}`)) {
      if (at > (words.get(line)?.at ?? -Infinity)) words.set(line, { at, isReported: false })
    }
  }
}

function noteReported(pack: Speaking, words: Words): void {
  const at = Date.parse(pack.content.createdAt)
  for (const digest of pack.content.submissions) {
    for (const line of speakersOf(pack).map((voice) => `${voice} ${digest}`)) {
      const known = words.get(line)
      if (known && at >= known.at) words.set(line, { at, isReported: true })
    }
  }
}

/** The last of what several voices say; at one moment it is being reported that counts. */
function lastOf(words: Words, lines: readonly string[]): Word | undefined {
  const said = lines.flatMap((line) => words.get(line) ?? [])
  return said.sort((one, other) => other.at - one.at || Number(other.isReported) - Number(one.isReported))[0]
}

/**
 * Looks through the manifests of some packs for people that a later pack of the same unit withdraws: their lines stand
 * in the earlier pack all the same.
 */
export async function lastWords(packs: readonly string[]): Promise<LastWords> {
  const words: Words = new Map()
  const heard = new Map<string, Pick<Speaking, 'voices'> & { readonly orgCode: string }>()
  // One pack withdraws nobody who is in it.
  if (packs.length < 2) return { withdrawnOf: () => undefined }
  for await (const pack of speaking(packs)) {
    heard.set(pack.file, { voices: pack.voices, orgCode: pack.content.unit.orgCode })
    noteWithdrawn(pack, words)
  }
  if (words.size > 0) for await (const pack of speaking(packs)) noteReported(pack, words)
  return {
    withdrawnOf(file, digest) {
      const { voices = [], orgCode = '' } = heard.get(file) ?? {}
      const own = lastOf(
        words,
        voices.map((voice) => `${voice} ${digest}`),
      )
      if (own?.isReported === false) return 'withdrawn'
      return words.get(`${orgCode} ${digest}`)?.isReported === false ? 'byOtherKey' : undefined
    },
  }
}
