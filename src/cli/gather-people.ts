import type { ManifestContent } from '#core/pack/pack.ts'
import { caseIdOf, identityOf } from '#core/review/identity.ts'
import type { OpeningKey, Unit } from '#core/unit/unit.ts'
import { type LoadedScheme, loadScheme } from '#server/scheme/load-scheme.ts'
import { countEarlier } from './earlier-text.ts'
import { readManifestFile } from './pack-file.ts'
import { findPeople } from './people-files.ts'
import { readInput } from './read-input.ts'
import { sayError } from './say-error.ts'
import { readOpeningKeys } from './signing-key.ts'
import { doubtsBetween, type Newest, newerOf, rivalDoubts, whoseIs } from './whose.ts'

/** What is asked for. */
export interface GatheringOrder {
  readonly folder: string
  readonly today: string
  /** File of the key that opens sealed submissions. */
  readonly openKey: string | undefined
  /** Who packs: their own earlier packs may lie in the folder. */
  readonly own: { readonly unit: Unit; readonly kid: string }
}

/** The newest submission of a person, and where it is. */
export interface StandingFile {
  readonly file: string
  readonly digest: string
}

/** Everybody who counts, in the order of a pack, what speaks against one, and the scheme they were held against. */
export interface GatheredPeople {
  readonly standing: readonly StandingFile[]
  readonly problems: readonly string[]
  readonly scheme: ManifestContent['scheme']
  /** How many people were filled in with which earlier version of it. */
  readonly earlier: ReadonlyMap<string, number>
  /** Own earlier packs that hold nobody who is not in the folder: what they said counts once. */
  readonly leftOut: readonly string[]
}

interface Standing extends Newest {
  readonly earlier: string | undefined
  /** What the rules refuse in it. */
  readonly errors: readonly string[]
}

interface Gathering {
  readonly loaded: LoadedScheme
  readonly today: string
  readonly keys: readonly OpeningKey[]
  readonly byPerson: Map<string, Standing>
  /** What was read, older revisions too; nothing where no pack is to be held against it. */
  readonly digests: Set<string> | undefined
  /** Files that cannot be taken, and people who cannot be told apart. */
  readonly problems: string[]
}

const isPack = (file: string): boolean => file.toLowerCase().endsWith('.rpz')
const packInside = '文件夹里有上报包，这里只收报送文件。请先移到别处；下级单位的上报包用 merge 汇总。'
const noErrors: readonly string[] = []

/** Takes one file in: the newest revision of each person counts, and only what no rule refuses. */
async function take(file: string, { loaded, today, keys, byPerson, digests, problems }: Gathering): Promise<void> {
  const input = await readInput(file, loaded.bundle.scheme, keys)
  if (!input.ok || !input.value.submission) {
    problems.push(`${file}: ${input.ok ? '不是报送文件' : sayError(input.error)}`)
    return
  }
  const { record, submission, earlier } = input.value
  const { digest, content } = submission
  digests?.add(digest)
  const { revision, corrections: { length: corrections } = [] } = content
  const person = caseIdOf(identityOf(record))
  const standing = byPerson.get(person)
  const whose = whoseIs(file, record)
  if (standing) problems.push(...doubtsBetween(standing, whose))
  const errors = loaded.engine
    .check(record, { today })
    .filter(({ severity }) => severity === 'error')
    .map(({ rule, path, message }) => `${file}: ${rule} ${path} ${message}`)
  const found = errors.length > 0 ? errors : noErrors
  byPerson.set(person, newerOf(standing, { ...whose, digest, revision, corrections, earlier, errors: found }))
}

/** Whether a pack is an earlier one of who packs now, of everybody, and nobody in it is missing from the folder. */
async function isOwnEarlier(
  file: string,
  { unit, kid }: GatheringOrder['own'],
  digests: ReadonlySet<string> | undefined,
): Promise<boolean> {
  const read = await readManifestFile(file)
  if (!read.ok) return false
  const { content, signer } = read.value
  const isOwn = signer === kid && content.unit.orgCode === unit.orgCode && content.unit.name === unit.name
  return isOwn && content.since === undefined && content.submissions.every((digest) => digests?.has(digest))
}

/**
 * Reads and checks everybody in a folder. `tell`: how many files were read, of how many. The rules, the records and who
 * the people are are let go of with the end of it.
 */
export async function gatherPeople(
  { folder, today, openKey, own }: GatheringOrder,
  tell: (done: number, total: number) => void,
): Promise<GatheredPeople> {
  const loaded = await loadScheme()
  const keys = await readOpeningKeys(openKey)
  const found = await findPeople(folder)
  const [files, packs] = [found.files.filter((file) => !isPack(file)), found.files.filter(isPack)]
  const digests = packs.length > 0 ? new Set<string>() : undefined
  const gathering: Gathering = { loaded, today, keys, byPerson: new Map(), digests, problems: [...found.problems] }
  for (const [index, file] of files.entries()) {
    await take(file, gathering)
    tell(index + 1, files.length)
  }
  const leftOut: string[] = []
  for (const file of packs) {
    // The roster of such a folder counts the people of the packs too, and would be of others than the pack made here.
    if (await isOwnEarlier(file, own, digests)) leftOut.push(file)
    else gathering.problems.push(`${file}: ${packInside}`)
  }
  const { id, version } = loaded.bundle.manifest
  const people = [...gathering.byPerson.values()]
  return {
    standing: people
      .map(({ file, digest }) => ({ file, digest }))
      .sort((one, other) => (one.digest < other.digest ? -1 : 1)),
    problems: [...gathering.problems, ...people.flatMap((one) => [...rivalDoubts(one), ...one.errors])],
    scheme: { id, version },
    earlier: countEarlier(people.map(({ earlier }) => earlier)),
    leftOut,
  }
}
