import type { Result } from '#core/errors/result.ts'
import type { SchemeIdentity } from '#core/scheme/bundle.ts'
import { caseIdOf, identityOf } from '#core/review/identity.ts'
import { ageOfSubmission } from '#core/submission/fit-submission.ts'
import { recallSubmission } from '#core/submission/recall-submission.ts'
import { readSubmission } from '#core/submission/read-submission.ts'
import type { Submission, SubmissionContent } from '#core/submission/submission.ts'
import type { OpeningKey } from '#core/unit/unit.ts'
import { nodeFileCrypto } from '#server/intake/node-file-crypto.ts'
import { countEarlier } from './earlier-text.ts'
import { type LastWords, lastWords, type Withdrawn } from './last-words.ts'
import { isGzip, readManifestFile, submissionsInFile, textsInFile } from './pack-file.ts'
import { findPeople } from './people-files.ts'
import { readTextFile, unsealed } from './read-input.ts'
import { sayError } from './say-error.ts'
import { doubtsBetween, type Newest, newerOf, rivalDoubts, type Whose, whoseIs } from './whose.ts'
import type { WithdrawnPeople } from './withdrawn-text.ts'

const atOnce = 32

/** The newest submission of a person, and the file it is in. */
interface Standing extends Newest {
  readonly earlier: string | undefined
}

/** Somebody in a folder or a pack. */
export interface PersonInFiles {
  readonly content: SubmissionContent
  readonly digest: string
}

/** The people of a folder or pack: counted when it was read first, given one after the other when it is read again. */
export interface PeopleInFiles extends WithdrawnPeople {
  readonly digests: readonly string[]
  readonly problems: readonly string[]
  /** How many of them were filled in with which earlier version of the scheme. */
  readonly earlier: ReadonlyMap<string, number>
  readonly each: () => AsyncGenerator<PersonInFiles, void>
}

/** How files are read. */
export interface ReadingOptions {
  /** The scheme in use: what was made with a newer version of it is not shown by half. */
  readonly scheme: Pick<SchemeIdentity, 'id' | 'version'>
  readonly keys?: readonly OpeningKey[]
  readonly onProgress?: (done: number) => void
}

async function openedText(file: string, keys: readonly OpeningKey[]): Promise<Result<string>> {
  const written = await readTextFile(file)
  return written.ok ? unsealed(written.value, keys) : written
}

async function readOne(file: string, keys: readonly OpeningKey[]): Promise<Result<Submission>> {
  const text = await openedText(file, keys)
  return text.ok ? readSubmission(text.value, nodeFileCrypto) : text
}

interface Gathering {
  /** Files that are packs. */
  readonly packs: Set<string>
  readonly words: LastWords
  readonly byPerson: Map<string, Standing>
  /** People whom a later pack withdraws. */
  readonly withdrawn: Map<string, Withdrawn>
  readonly problems: string[]
  readonly scheme: ReadingOptions['scheme']
}

/** Where a submission was found. */
type From = Pick<Whose, 'file' | 'pack'>

function take({ digest, content }: Submission, { file, pack }: From, { byPerson, problems, scheme }: Gathering): void {
  const age = ageOfSubmission(content, scheme)
  if (!age.ok) {
    problems.push(`${file}: ${sayError(age.error)}`)
    return
  }
  const { revision, corrections: { length: corrections } = [] } = content
  const earlier = age.value === 'earlier' ? content.scheme.version : undefined
  const next = { ...whoseIs(file, content.record, pack), digest, revision, corrections, earlier }
  const person = caseIdOf(identityOf(content.record))
  const standing = byPerson.get(person)
  if (standing) problems.push(...doubtsBetween(standing, next))
  byPerson.set(person, newerOf(standing, next))
}

function takeOfPack(submission: Submission, from: From, gathering: Gathering): void {
  const { words, withdrawn } = gathering
  const found = words.withdrawnOf(from.file, submission.digest)
  if (found) withdrawn.set(caseIdOf(identityOf(submission.content.record)), found)
  if (found !== 'withdrawn') take(submission, from, gathering)
}

async function gatherPack(file: string, gathering: Gathering, onProgress: (done: number) => void): Promise<void> {
  gathering.packs.add(file)
  const manifest = await readManifestFile(file)
  const { unit, merged = [] } = manifest.ok ? manifest.value.content : {}
  const from = { file, pack: unit && { unit, merged } }
  const submissions = submissionsInFile(file)
  for (let done = 1; ; done += 1) {
    const next = await submissions.next()
    if (next.done !== true) {
      takeOfPack(next.value, from, gathering)
      onProgress(done)
    } else {
      if (!next.value.ok) gathering.problems.push(`${file}: ${sayError(next.value.error)}`)
      return
    }
  }
}

async function gather(files: readonly string[], gathering: Gathering, options: ReadingOptions): Promise<void> {
  const { keys = [], onProgress = () => undefined } = options
  for (let at = 0; at < files.length; at += atOnce) {
    await Promise.all(
      files.slice(at, at + atOnce).map(async (file) => {
        if (await isGzip(file)) return gatherPack(file, gathering, onProgress)
        const submission = await readOne(file, keys)
        if (submission.ok) take(submission.value, { file }, gathering)
        else gathering.problems.push(`${file}: ${sayError(submission.error)}`)
      }),
    )
    onProgress(Math.min(at + atOnce, files.length))
  }
}

const hasChanged = (file: string): Error => new Error(`${file} 在处理时变了`)

/** Again what stood in a single file; it has been verified before, and must not have changed since. */
async function again({ file, digest }: Standing, keys: readonly OpeningKey[]): Promise<PersonInFiles> {
  const text = await openedText(file, keys)
  const recalled = text.ok ? await recallSubmission(text.value, nodeFileCrypto) : undefined
  if (recalled?.digest !== digest) throw hasChanged(file)
  return { content: recalled.content(), digest }
}

/** Again those of a pack who count. */
async function* againFrom(file: string, wanted: ReadonlySet<string>): AsyncGenerator<PersonInFiles, void> {
  let left = wanted.size
  for await (const text of textsInFile(file)) {
    const recalled = await recallSubmission(text, nodeFileCrypto)
    if (recalled === undefined || !wanted.has(recalled.digest)) continue
    left -= 1
    yield { content: recalled.content(), digest: recalled.digest }
  }
  if (left !== 0) throw hasChanged(file)
}

/** Who is reported again, by another unit or by a file of their own, counts all the same: nothing is to be said of them. */
function countWithdrawn({ byPerson, withdrawn }: Gathering): WithdrawnPeople {
  const people = [...withdrawn]
  return {
    withdrawn: people.filter(([person, found]) => found === 'withdrawn' && !byPerson.has(person)).length,
    withdrawnByOtherKey: people.filter(([, found]) => found === 'byOtherKey').length,
  }
}

/** The newest submission of everyone in these files; files are read again when people are asked for. */
export async function peopleInFiles(path: string, options: ReadingOptions): Promise<PeopleInFiles> {
  const { scheme } = options
  const { files, problems: unfound } = await findPeople(path)
  const words = await lastWords(files.filter((file) => file.toLowerCase().endsWith('.rpz')))
  const gathering: Gathering = {
    packs: new Set(),
    words,
    byPerson: new Map(),
    withdrawn: new Map(),
    problems: [...unfound],
    scheme,
  }
  await gather(files, gathering, options)
  const standing = [...gathering.byPerson.values()]
  const byFile = new Map([...gathering.packs].map((file) => [file, new Set<string>()]))
  for (const { file, digest } of standing) byFile.get(file)?.add(digest)

  async function* each(): AsyncGenerator<PersonInFiles, void> {
    for (const file of gathering.packs) yield* againFrom(file, byFile.get(file) ?? new Set())
    const single = standing.filter(({ file }) => !gathering.packs.has(file))
    for (let at = 0; at < single.length; at += atOnce) {
      yield* await Promise.all(single.slice(at, at + atOnce).map((one) => again(one, options.keys ?? [])))
    }
  }
  const earlier = countEarlier(standing.map((one) => one.earlier))
  const digests = standing.map(({ digest }) => digest)
  const problems = [...gathering.problems, ...standing.flatMap(rivalDoubts)]
  return { digests, problems, earlier, each, ...countWithdrawn(gathering) }
}
