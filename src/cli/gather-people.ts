import { toChinese } from '#core/errors/messages.zh-CN.ts'
import type { ManifestContent } from '#core/pack/pack.ts'
import { caseIdOf, identityOf } from '#core/review/identity.ts'
import { isNewer } from '#core/review/review-case.ts'
import type { OpeningKey } from '#core/unit/unit.ts'
import { type LoadedScheme, loadScheme } from '#server/scheme/load-scheme.ts'
import { findFiles } from './find-files.ts'
import { readInput } from './read-input.ts'
import { readOpeningKey } from './signing-key.ts'

/** What is asked for. */
export interface GatheringOrder {
  readonly folder: string
  readonly today: string
  /** File of the key that opens sealed submissions. */
  readonly openKey: string | undefined
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
}

interface Standing extends StandingFile {
  readonly revision: number
  /** What the rules refuse in it. */
  readonly errors: readonly string[]
}

interface Gathering {
  readonly loaded: LoadedScheme
  readonly today: string
  readonly key: OpeningKey | undefined
  readonly byPerson: Map<string, Standing>
  /** Files that cannot be read. */
  readonly problems: string[]
}

const noErrors: readonly string[] = []

/** Takes one file in: the newest revision of each person counts, and only what no rule refuses. */
async function take(file: string, { loaded, today, key, byPerson, problems }: Gathering): Promise<void> {
  const input = await readInput(file, loaded.bundle.scheme, key)
  if (!input.ok || !input.value.submission) {
    problems.push(`${file}: ${input.ok ? '不是报送文件' : toChinese(input.error)}`)
    return
  }
  const { record, submission } = input.value
  const { digest, content } = submission
  const { revision } = content
  const person = caseIdOf(identityOf(record))
  const standing = byPerson.get(person)
  if (standing && !isNewer({ digest, revision }, standing)) return
  const errors = loaded.engine
    .check(record, { today })
    .filter(({ severity }) => severity === 'error')
    .map(({ rule, path, message }) => `${file}: ${rule} ${path} ${message}`)
  byPerson.set(person, { file, digest, revision, errors: errors.length > 0 ? errors : noErrors })
}

/**
 * Reads and checks everybody in a folder. `tell`: how many files were read, of how many. The rules, the records and who
 * the people are are let go of with the end of it.
 */
export async function gatherPeople(
  { folder, today, openKey }: GatheringOrder,
  tell: (done: number, total: number) => void,
): Promise<GatheredPeople> {
  const loaded = await loadScheme()
  const key = openKey === undefined ? undefined : await readOpeningKey(openKey)
  const gathering: Gathering = { loaded, today, key, byPerson: new Map(), problems: [] }
  const files = await findFiles(folder, '.rpu')
  for (const [index, file] of files.entries()) {
    await take(file, gathering)
    tell(index + 1, files.length)
  }
  const { id, version } = loaded.bundle.manifest
  const people = [...gathering.byPerson.values()]
  return {
    standing: people
      .map(({ file, digest }) => ({ file, digest }))
      .sort((one, other) => (one.digest < other.digest ? -1 : 1)),
    problems: [...gathering.problems, ...people.flatMap(({ errors }) => errors)],
    scheme: { id, version },
  }
}
