import { toChinese } from '#core/errors/messages.zh-CN.ts'
import type { Result } from '#core/errors/result.ts'
import { caseIdOf, identityOf } from '#core/review/identity.ts'
import { isNewer } from '#core/review/review-case.ts'
import { recallSubmission } from '#core/submission/recall-submission.ts'
import { readSubmission } from '#core/submission/read-submission.ts'
import type { Submission, SubmissionContent } from '#core/submission/submission.ts'
import type { OpeningKey } from '#core/unit/unit.ts'
import { nodeFileCrypto } from '#server/intake/node-file-crypto.ts'
import { findFiles } from './find-files.ts'
import { isGzip, submissionsInFile, textsInFile } from './pack-file.ts'
import { readTextFile, unsealed } from './read-input.ts'

const atOnce = 32

/** The newest submission of a person, and the file it is in. */
interface Standing {
  readonly file: string
  readonly digest: string
  readonly revision: number
  readonly corrections: number
}

/** Somebody in a folder or a pack. */
export interface PersonInFiles {
  readonly content: SubmissionContent
  readonly digest: string
}

/** The people of a folder or pack: counted when it was read first, given one after the other when it is read again. */
export interface PeopleInFiles {
  readonly digests: readonly string[]
  readonly problems: readonly string[]
  readonly each: () => AsyncGenerator<PersonInFiles, void>
}

/** How files are read. */
export interface ReadingOptions {
  readonly key?: OpeningKey | undefined
  readonly onProgress?: (done: number) => void
}

async function openedText(file: string, key: OpeningKey | undefined): Promise<Result<string>> {
  const written = await readTextFile(file)
  return written.ok ? unsealed(written.value, key) : written
}

async function readOne(file: string, key: OpeningKey | undefined): Promise<Result<Submission>> {
  const text = await openedText(file, key)
  return text.ok ? readSubmission(text.value, nodeFileCrypto) : text
}

interface Gathering {
  /** Files that are packs. */
  readonly packs: Set<string>
  readonly byPerson: Map<string, Standing>
  readonly problems: string[]
}

function take(file: string, submission: Submission, { byPerson }: Gathering): void {
  const { digest, content } = submission
  const next = { file, digest, revision: content.revision, corrections: content.corrections?.length ?? 0 }
  const person = caseIdOf(identityOf(content.record))
  const standing = byPerson.get(person)
  if (!standing || isNewer(next, standing)) byPerson.set(person, next)
}

async function gatherPack(file: string, gathering: Gathering, onProgress: (done: number) => void): Promise<void> {
  gathering.packs.add(file)
  const submissions = submissionsInFile(file)
  for (let done = 1; ; done += 1) {
    const next = await submissions.next()
    if (next.done !== true) {
      take(file, next.value, gathering)
      onProgress(done)
    } else {
      if (!next.value.ok) gathering.problems.push(`${file}: ${toChinese(next.value.error)}`)
      return
    }
  }
}

async function gather(files: readonly string[], gathering: Gathering, options: ReadingOptions): Promise<void> {
  const { key, onProgress = () => undefined } = options
  for (let at = 0; at < files.length; at += atOnce) {
    await Promise.all(
      files.slice(at, at + atOnce).map(async (file) => {
        if (await isGzip(file)) return gatherPack(file, gathering, onProgress)
        const submission = await readOne(file, key)
        if (submission.ok) take(file, submission.value, gathering)
        else gathering.problems.push(`${file}: ${toChinese(submission.error)}`)
      }),
    )
    onProgress(Math.min(at + atOnce, files.length))
  }
}

const hasChanged = (file: string): Error => new Error(`${file} 在处理时变了`)

/** Again what stood in a single file; it has been verified before, and must not have changed since. */
async function again({ file, digest }: Standing, key: OpeningKey | undefined): Promise<PersonInFiles> {
  const text = await openedText(file, key)
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

/** The newest submission of everyone in these files; files are read again when people are asked for. */
export async function peopleInFiles(path: string, options: ReadingOptions = {}): Promise<PeopleInFiles> {
  const gathering: Gathering = { packs: new Set(), byPerson: new Map(), problems: [] }
  await gather(await findFiles(path, '.rpu', '.rpz'), gathering, options)
  const standing = [...gathering.byPerson.values()]
  const byFile = new Map([...gathering.packs].map((file) => [file, new Set<string>()]))
  for (const { file, digest } of standing) byFile.get(file)?.add(digest)

  async function* each(): AsyncGenerator<PersonInFiles, void> {
    for (const file of gathering.packs) yield* againFrom(file, byFile.get(file) ?? new Set())
    const single = standing.filter(({ file }) => !gathering.packs.has(file))
    for (let at = 0; at < single.length; at += atOnce) {
      yield* await Promise.all(single.slice(at, at + atOnce).map((one) => again(one, options.key)))
    }
  }
  return { digests: standing.map(({ digest }) => digest), problems: gathering.problems, each }
}
