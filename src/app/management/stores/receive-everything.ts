import type { AlongWith, CaseChange, CaseStorage, StoredPack } from '#app/platform/storage/case-storage.ts'
import type { FileChecker } from '#app/platform/unit/file-checker.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { ok, type Result } from '#core/errors/result.ts'
import type { Manifest } from '#core/pack/pack.ts'
import { acceptablePack, type PackKnowledge } from '#core/review/acceptable-pack.ts'
import type { Standing } from '#core/certificate/check-certificates.ts'
import type { Withdrawal } from '#core/review/plan-withdrawal.ts'
import { formatDigest } from '#core/submission/digest.ts'
import { formerNames } from '#core/unit/former-names.ts'
import { openZip, readZipEntry } from '#core/zip/read-zip.ts'
import type { ZipEntry } from '#core/zip/zip-entry.ts'
import { receiveWords as words } from '../words/receive.zh-CN.ts'
import type { ReceivedFile, ReceivedPack } from './receive-file.ts'
import type { Bringing, makeReceivePlan } from './receive-plan.ts'
import {
  checkedBatches,
  cutIntoJobs,
  planBatch,
  planPack,
  type QueuedFile,
  readPackFile,
  type ReadPackFile,
} from './receive-run.ts'

type ProgressRow = NonNullable<AlongWith['receiving']>

/** What a run of receiving works with. */
export interface RunDesk {
  readonly cases: CaseStorage
  readonly checker: FileChecker
  /** What a pack from below is held against; undefined without a unit. */
  readonly knowledge: () => Promise<Result<PackKnowledge> | undefined>
  readonly now: () => number
  readonly plan: () => ReturnType<typeof makeReceivePlan>
  readonly append: (
    changes: readonly CaseChange[],
    pack: StoredPack | undefined,
    along: AlongWith,
  ) => Promise<Result<unknown>>
  /** Writes progress when there is nothing else to write. */
  readonly mark: (progress: ProgressRow) => Promise<void>
  /** The row that says which files are done; nothing when the run could not be remembered, which ends it. */
  readonly progress: (done: ReadonlySet<number>) => Promise<ProgressRow | undefined>
  /** Waits while paused; false when nothing more is to be done. */
  readonly goesOn: () => Promise<boolean>
  /** So many more results are to come. */
  readonly expect: (more: number) => void
  readonly tell: (results: readonly ReceivedFile[]) => void
  readonly failWith: (error: AppError) => void
}

/** A file that could not be written counts as refused. */
const refusedFor = (file: ReceivedFile, error: AppError): ReceivedFile =>
  file.error ? file : Object.assign({}, file, { people: [], error })

/** What the storage says of typing is said of receiving in its own words. */
const toldWhileReceiving = (error: AppError): AppError =>
  error.code === 'STORAGE_FULL' ? { code: 'RECEIVE_DISK_FULL', params: error.params } : error

/** Tells results once they are on the disk; files that could not be written are not done. */
async function settle(
  { tell, failWith, progress, mark, append }: RunDesk,
  results: readonly ReceivedFile[],
  done: Set<number>,
  {
    changes,
    pack,
    along,
    indexes,
  }: {
    readonly changes: readonly CaseChange[]
    readonly pack?: StoredPack
    readonly along: AlongWith
    readonly indexes: readonly number[]
  },
): Promise<void> {
  const next = new Set([...done, ...indexes.filter((index) => index >= 0)])
  const receiving = await progress(next)
  if (!receiving) return
  const isNew = changes.length > 0 || pack !== undefined
  const written = isNew ? await append(changes, pack, { ...along, receiving }) : undefined
  if (written && !written.ok) {
    const error = toldWhileReceiving(written.error)
    tell(results.map((result) => refusedFor(result, error)))
    failWith(error)
    return
  }
  if (!written) await mark(receiving)
  for (const index of next) done.add(index)
  tell(results)
}

/** Whom a pack of changes withdraws. */
function withdrawalIn({ content, digest }: Manifest, formerly: readonly string[]): Withdrawal | undefined {
  const { unit, submissions, withdrawn = [] } = content
  if (withdrawn.length === 0) return undefined
  const named = [unit.name, formatDigest(digest)] as const
  const said = { reason: words.withdrawnBy(...named), replacing: words.replacedBy(...named) }
  const reported = new Set(submissions)
  return { digests: new Set(withdrawn), unit: unit.name, pack: digest, formerly, ...said, reported }
}

/** A pack from below as the store keeps it. */
function storedPack(
  { content, digest, signer }: Manifest,
  standing: Standing,
  came: Pick<StoredPack, 'fileName' | 'at'>,
): StoredPack {
  const { unit, count, createdAt, rosterDigest, since } = content
  return {
    digest,
    kind: 'received',
    unit,
    count,
    ...came,
    createdAt,
    signer,
    ...(standing.kind === 'certified' && { certifiedUntil: standing.validUntil }),
    ...(rosterDigest !== undefined && { rosterDigest }),
    ...(since !== undefined && { since }),
  }
}

/** What is said of a pack that was accepted: of the same version of the scheme, or of an earlier one. */
function toldPack({ content, signer }: Manifest, standing: Standing, { scheme }: PackKnowledge): ReceivedPack {
  const { unit, count } = content
  const { version } = content.scheme
  return { unit: unit.name, count, signer, standing, ...(version !== scheme.version && { earlier: version }) }
}

/** Plans everything a pack says; why nothing, where it was refused. */
async function planRead(
  { manifest, parts }: ReadPackFile,
  plan: ReturnType<RunDesk['plan']>,
  bringing: Bringing,
  { packs }: PackKnowledge,
) {
  if (!manifest.ok) return manifest
  const formerly = formerNames(manifest.value.content.unit, packs)
  return planPack(parts, plan, { ...bringing, formerly, withdrawal: withdrawalIn(manifest.value, formerly) })
}

/** Receives a pack: all of it or nothing. */
export async function takePack(desk: RunDesk, done: Set<number>, { file, name, index }: QueuedFile): Promise<void> {
  const { cases, checker, goesOn, failWith } = desk
  const knowledge = await desk.knowledge()
  if (knowledge?.ok === false) return failWith(knowledge.error)
  if (!knowledge) return
  const proof: { standing: Standing } = { standing: { kind: 'selfSigned' } }
  const read = await readPackFile(file, {
    checker,
    async accepts(manifest) {
      const accepted = await acceptablePack(manifest, knowledge.value)
      if (!accepted.ok) return accepted
      proof.standing = accepted.value
      return ok(undefined)
    },
    stage: (block) => cases.stage(block),
    goesOn,
  })
  if (read.interrupted) {
    // It is as good as before, and still to be received.
    await cases.unstage(read.staged)
    return failWith(toldWhileReceiving(read.interrupted))
  }
  const from = read.unit === undefined ? {} : { unit: read.unit }
  const plan = desk.plan()
  const people = await planRead(read, plan, { fileName: name, ...from }, knowledge.value)
  if (!people.ok || !read.manifest.ok) {
    await cases.unstage(read.staged)
    // What was stopped half way is not refused: it is still to be received.
    if (people.ok || !(await goesOn())) return
    const refused = { fileName: name, people: [], error: people.error, ...from }
    return settle(desk, [refused], done, { changes: [], along: {}, indexes: [index] })
  }
  const pack = storedPack(read.manifest.value, proof.standing, { fileName: name, at: desk.now() })
  const told = toldPack(read.manifest.value, proof.standing, knowledge.value)
  const result = { fileName: name, people: people.value, pack: told, ...from }
  await settle(desk, [result], done, {
    changes: plan.changes(),
    pack,
    along: { staged: read.staged },
    indexes: [index],
  })
}

/** Files inside a ZIP that are unpacked before they are checked, and those that are unpacked at the same time. */
const unpackedAtOnce = 500
const besideEachOther = 16

/** Files of a ZIP in their order, some unpacked beside each other: one alone mostly waits for the browser. */
async function* unpacked(file: Blob, entries: readonly ZipEntry[]) {
  for (let at = 0; at < entries.length; at += besideEachOther) {
    const some = entries.slice(at, at + besideEachOther)
    yield* await Promise.all(some.map(async (entry) => ({ entry, content: await readZipEntry(file, entry) })))
  }
}

/** Receives what a ZIP holds like files chosen one by one; the ZIP is done when all of it is. */
async function takeZip(desk: RunDesk, done: Set<number>, { file, name, index }: QueuedFile): Promise<void> {
  const refuse = (fileName: string, error: AppError, indexes: readonly number[]): Promise<void> =>
    settle(desk, [{ fileName, people: [], error }], done, { changes: [], along: {}, indexes })
  const entries = await openZip(file)
  if (!entries.ok) return refuse(name, entries.error, [index])
  if (entries.value.length === 0) return refuse(name, { code: 'RECEIVE_EMPTY', params: { from: 'zip' } }, [index])
  desk.expect(entries.value.length - 1)
  for (let at = 0; at < entries.value.length; at += unpackedAtOnce) {
    const queue: QueuedFile[] = []
    for await (const { entry, content } of unpacked(file, entries.value.slice(at, at + unpackedAtOnce))) {
      const shown = `${name} / ${entry.name}`
      if (content.ok) queue.push({ file: new File([content.value], shown), name: shown, index: -1 })
      else await refuse(shown, content.error, [])
    }
    await runReceiving(queue, done, desk)
    if (!(await desk.goesOn())) return
  }
  await settle(desk, [], done, { changes: [], along: {}, indexes: [index] })
}

/** Receives files one batch after the other, then packs and ZIPs; `done` grows with what stands on the disk. */
export async function runReceiving(queue: readonly QueuedFile[], done: Set<number>, desk: RunDesk): Promise<void> {
  const packs: QueuedFile[] = []
  const zips: QueuedFile[] = []
  for await (const jobs of checkedBatches(cutIntoJobs(queue, desk.checker.width), desk.checker)) {
    if (!(await desk.goesOn())) return
    // What was not checked is not refused: it is still to be received.
    if (!jobs.ok) return desk.failWith(jobs.error)
    const batch = await planBatch(jobs.value, desk.plan())
    const { changes, blocks, done: indexes } = batch
    packs.push(...batch.packs)
    zips.push(...batch.zips)
    await settle(desk, batch.results, done, { changes, along: { blocks }, indexes })
  }
  // A pack takes its time: that it is under way is remembered before it begins.
  if (packs.length > 0 && !(await desk.progress(done))) return
  for (const pack of packs) if (await desk.goesOn()) await takePack(desk, done, pack)
  for (const zip of zips) if (await desk.goesOn()) await takeZip(desk, done, zip)
}
