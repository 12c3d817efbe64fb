import { makePace } from '#app/platform/clock/breathe.ts'
import type { CaseChange } from '#app/platform/storage/case-storage.ts'
import type { CheckedFiles, CheckedSubmission } from '#app/platform/unit/check-message.ts'
import type { FileChecker } from '#app/platform/unit/file-checker.ts'
import type { TextBlock } from '#app/platform/unit/text-block.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { ok, type Result } from '#core/errors/result.ts'
import type { Manifest } from '#core/pack/pack.ts'
import type { Withdrawal } from '#core/review/plan-withdrawal.ts'
import type { ReceivedFile } from './receive-file.ts'
import type { Bringing, makeReceivePlan } from './receive-plan.ts'
import type { ReceivedPerson } from './received-person.ts'

/** A file to be received, and its place among those that were remembered. */
export interface QueuedFile {
  readonly file: File
  readonly name: string
  readonly index: number
}

type Plan = ReturnType<typeof makeReceivePlan>

/** What becomes of checked files: written together or not at all. */
export interface Batch {
  readonly results: readonly ReceivedFile[]
  readonly changes: readonly CaseChange[]
  readonly blocks: readonly TextBlock[]
  /** Files that are read on their own. */
  readonly packs: readonly QueuedFile[]
  readonly zips: readonly QueuedFile[]
  readonly done: readonly number[]
}

/** Files a worker checks at a time. */
const mostInJob = 100
/** Jobs that are written in one transaction: every commit waits for the disk. */
const jobsInBatch = 5

/** Cuts files into jobs so that every worker has something to do. */
export function cutIntoJobs(files: readonly QueuedFile[], width: number): readonly (readonly QueuedFile[])[] {
  const size = Math.max(1, Math.min(mostInJob, Math.ceil(files.length / width)))
  return Array.from({ length: Math.ceil(files.length / size) }, (_, at) => files.slice(at * size, (at + 1) * size))
}

/** Plans one checked submission; the error of a plan is the result of its file. */
async function planOne(plan: Plan, checked: CheckedSubmission, block: TextBlock, bringing: Bringing) {
  const received = await plan.receive(checked, block, bringing)
  return received.ok ? { people: [received.value] } : { people: [], error: received.error }
}

interface CheckedJob {
  readonly files: readonly QueuedFile[]
  readonly checked: CheckedFiles
}

/** Plans everything some jobs found. */
export async function planBatch(jobs: readonly CheckedJob[], plan: Plan): Promise<Batch> {
  const results: ReceivedFile[] = []
  const containers = { pack: [] as QueuedFile[], zip: [] as QueuedFile[] }
  const done: number[] = []
  const pace = makePace()
  for (const { files, checked } of jobs) {
    for (const [at, found] of checked.files.entries()) {
      const queued = files[at]
      if (!queued) continue
      await pace()
      const { name: fileName, index } = queued
      if (found.kind !== 'refused' && found.kind !== 'submission') {
        containers[found.kind].push(queued)
        continue
      }
      done.push(index)
      if (found.kind === 'refused') results.push({ fileName, people: [], error: found.error })
      else if (checked.block) {
        results.push({ fileName, ...(await planOne(plan, found.checked, checked.block, { fileName })) })
      }
    }
  }
  const blocks = jobs.flatMap(({ checked }) => checked.block ?? [])
  return { results, changes: plan.changes(), blocks, packs: containers.pack, zips: containers.zip, done }
}

/**
 * Checks jobs ahead of writing, a bounded number at a time, and hands them over in their order. Where the check breaks
 * off, what was checked before is handed over, then the error.
 */
export async function* checkedBatches(
  jobs: readonly (readonly QueuedFile[])[],
  checker: Pick<FileChecker, 'width' | 'checkFiles'>,
): AsyncGenerator<Result<readonly CheckedJob[]>, void> {
  const ahead = new Map<number, ReturnType<FileChecker['checkFiles']>>()
  const most = jobsInBatch + checker.width * 2
  let next = 0
  for (let at = 0; at < jobs.length; at += jobsInBatch) {
    for (; next < Math.min(jobs.length, at + most); next += 1) {
      ahead.set(next, checker.checkFiles((jobs[next] ?? []).map(({ file }) => file)))
    }
    const batch: CheckedJob[] = []
    for (const [position, files] of jobs.slice(at, at + jobsInBatch).entries()) {
      const checked = await ahead.get(at + position)
      ahead.delete(at + position)
      if (checked?.ok === false) {
        yield ok(batch)
        return yield checked
      }
      batch.push({ files, checked: checked?.value ?? { files: [] } })
    }
    yield ok(batch)
  }
}

/** What a pack needs of the store while it is read. */
export interface PackDoor {
  readonly checker: FileChecker
  readonly accepts: (manifest: Manifest) => Promise<Result<void>>
  readonly stage: (block: TextBlock) => Promise<Result<void>>
  readonly goesOn: () => Promise<boolean>
}

/** A pack whose every line was verified, and where its texts lie; or why it is refused. */
export interface ReadPackFile {
  readonly manifest: Result<Manifest>
  readonly unit?: string
  /** Why it could not be checked to its end, or its texts not be written: that is no fault of the pack. */
  readonly interrupted?: AppError
  readonly staged: readonly string[]
  /** Let go of one by one as they are planned. */
  readonly parts: { readonly people: readonly CheckedSubmission[]; readonly block: TextBlock }[]
}

const emptied = ({ id, digests }: TextBlock): TextBlock => ({
  id,
  digests,
  sealed: { iv: new Uint8Array(), data: new Uint8Array() },
})

/** Reads a pack, writing its texts as they come; they count only once its people are written. */
export async function readPackFile(file: File, { checker, accepts, stage, goesOn }: PackDoor): Promise<ReadPackFile> {
  const parts: ReadPackFile['parts'][number][] = []
  let unit: string | undefined
  let error: AppError | undefined
  let unwritten: AppError | undefined
  const manifest = await checker.checkPack(file, {
    async onManifest(read) {
      unit = read.content.unit.name
      const accepted = await accepts(read)
      if (!accepted.ok) error = accepted.error
      return accepted.ok
    },
    async onPart({ people, block }) {
      const staged = (await goesOn()) ? await stage(block) : undefined
      if (staged?.ok === false) unwritten = staged.error
      if (!staged?.ok) return false
      // What is written is let go of: a pack of a whole city passes through.
      parts.push({ people, block: emptied(block) })
      return true
    },
  })
  const isBrokenOff = !manifest.ok && manifest.error.code === 'CHECKING_BROKE_OFF'
  const interrupted = unwritten ?? (isBrokenOff ? manifest.error : undefined)
  return {
    manifest: error ? { ok: false, error } : manifest,
    ...(unit !== undefined && { unit }),
    ...(interrupted && { interrupted }),
    staged: parts.map(({ block }) => block.id),
    parts,
  }
}

/** Plans the people of a pack, then whom it withdraws; the first error refuses the whole. */
export async function planPack(
  parts: ReadPackFile['parts'],
  plan: Plan,
  { withdrawal, ...bringing }: Bringing & { readonly withdrawal: Withdrawal | undefined },
) {
  const people: ReceivedPerson[] = []
  const pace = makePace()
  // What is planned is let go of: of a hundred thousand people nothing is held twice.
  for (let part = parts.shift(); part; part = parts.shift()) {
    for (const each of part.people) {
      const received = await plan.receive(each, part.block, bringing)
      if (!received.ok) return received
      people.push(received.value)
    }
    // A breath for what the person does meanwhile.
    await pace()
  }
  const withdrawn = withdrawal ? await plan.withdraw(withdrawal) : ok([])
  return withdrawn.ok ? ok([...people, ...withdrawn.value]) : withdrawn
}
