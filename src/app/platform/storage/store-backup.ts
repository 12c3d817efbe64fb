import * as v from 'valibot'
import { fail, ok, type Result } from '#core/errors/result.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { gunzipLines, gzipLines, LineTooLong, UnpacksTooLarge } from '#core/pack/lines.ts'
import { caseRowSchema } from '#core/review/case-row.ts'
import { caseOf } from '#core/review/review-case.ts'
import { reviewEventSchema } from '#core/review/review-event.ts'
import { type Unit, unitSchema } from '#core/unit/unit.ts'
import { FrameBroken, openSealedFile, sealStream, type SealedStreamError } from '#app/platform/unit/sealed-stream.ts'
import { packSchema } from './case-change.ts'
import type { CaseStorage, CaseStoreError } from './case-storage.ts'
import type { IssuedTask, StoredUnit } from './unit-storage.ts'

const caseSchema = v.object({
  kind: v.literal('case'),
  row: v.strictObject({ ...caseRowSchema.entries, key: v.string() }),
  events: v.array(reviewEventSchema),
  files: v.array(v.object({ digest: v.string(), text: v.string(), original: v.exactOptional(v.string()) })),
})
const taskSchema = v.object({ id: v.string(), text: v.string(), issuedAt: v.number() })
const keptSchema = v.object({ kind: v.string(), id: v.string(), value: v.unknown() })
const headSchema = v.object({
  kind: v.literal('store'),
  unit: unitSchema,
  /** Sealed with the passphrases of two officers: how the keys get to another device. */
  keyFile: v.string(),
  cases: v.number(),
  tasks: v.array(taskSchema),
  packs: v.array(packSchema),
  kept: v.array(keptSchema),
})

/** First line of a backup: everything but the people. */
export type StoreHead = v.InferOutput<typeof headSchema>
/** A case as a backup carries it. */
export type BackedUpCase = v.InferOutput<typeof caseSchema>

/** Why a backup is refused; nothing of a refused one is taken over. */
export type StoreBackupError = SealedStreamError | CaseStoreError | AppError<'BACKUP_OTHER_UNIT'>

const limits = { lengthAt: (): number => 64 * 1_048_576, ratio: 200 }

/** What goes into a backup. */
export interface StoreToBackUp {
  readonly unit: StoredUnit
  readonly cases: CaseStorage
  readonly tasks: readonly IssuedTask[]
  readonly kept: StoreHead['kept']
  readonly onProgress: (done: number, of: number) => void
}

/** The whole store as a sealed stream: the head, every case with its trail and files, the count at the end. */
export async function backUpStore(
  { unit, cases, tasks, kept, onProgress }: StoreToBackUp,
  passphrase: string,
): Promise<Result<ReadableStream<Uint8Array<ArrayBuffer>>, StoreBackupError>> {
  const rows = await cases.rows()
  if (!rows.ok) return rows
  const packs = await cases.packs()
  if (!packs.ok) return packs
  const head: StoreHead = {
    kind: 'store',
    unit: unit.unit,
    keyFile: unit.keyFile,
    cases: rows.value.length,
    tasks: [...tasks],
    packs: [...packs.value],
    kept: [...kept],
  }
  const listed = rows.value

  async function* lines(): AsyncGenerator<string, void> {
    yield JSON.stringify(head)
    for (const [at, { caseId }] of listed.entries()) {
      // As it stands by now: whoever goes on working meanwhile must not part a line from its steps.
      const whole = await cases.whole(caseId)
      if (!whole.ok || !whole.value) throw new Error(`case ${at} cannot be read`)
      yield JSON.stringify({ kind: 'case', ...whole.value })
      onProgress(at + 1, listed.length)
    }
    yield JSON.stringify({ kind: 'end', cases: listed.length })
  }
  return ok(await sealStream(gzipLines(lines()), passphrase))
}

const damaged = (where: string): Result<never, AppError<'BACKUP_DAMAGED'>> => fail('BACKUP_DAMAGED', { where })

/** Who hears what a backup holds, in its order. */
interface BackupListener {
  readonly onHead: (head: StoreHead) => Promise<void> | void
  readonly onCase: (backedUp: BackedUpCase) => Promise<void> | void
}

/** A case whose trail tells the line it comes with. */
function soundCase(json: unknown): BackedUpCase | undefined {
  const parsed = v.safeParse(caseSchema, json)
  if (!parsed.success) return undefined
  const { row, files } = parsed.output
  // Earlier versions wrote the line as it was when the backup began, with steps that were taken while it was made.
  const events = parsed.output.events.slice(0, row.sequence)
  const standing = caseOf(events)
  const isSound =
    standing.ok &&
    standing.value.standing === row.standing &&
    standing.value.id === row.caseId &&
    events.length === row.sequence
  return isSound && files.some(({ digest }) => digest === row.standing) ? { ...parsed.output, events } : undefined
}

async function readLines(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  { onHead, onCase }: BackupListener,
): Promise<Result<StoreHead, StoreBackupError>> {
  let head: StoreHead | undefined
  let read = 0
  let isWhole = false
  for await (const line of gunzipLines(stream, limits)) {
    const json: unknown = JSON.parse(line)
    if (!head) {
      const parsed = v.safeParse(headSchema, json)
      if (!parsed.success) return damaged('目录')
      head = parsed.output
      await onHead(head)
      continue
    }
    if (v.is(v.object({ kind: v.literal('end'), cases: v.literal(read) }), json)) {
      isWhole = read === head.cases
      continue
    }
    const found = soundCase(json)
    if (!found) return damaged(`第 ${read + 1} 人`)
    read += 1
    await onCase(found)
  }
  return head && isWhole ? ok(head) : damaged('末尾')
}

/** Reads a backup to its end, telling what it holds; an error means that nothing of it may count. */
export async function readStoreBackup(
  file: Blob,
  passphrase: string,
  listener: BackupListener,
): Promise<Result<StoreHead, StoreBackupError>> {
  const stream = await openSealedFile(file, passphrase)
  if (!stream.ok) return stream
  try {
    return await readLines(stream.value, listener)
  } catch (thrown) {
    if (thrown instanceof FrameBroken) return damaged('密封')
    if (thrown instanceof LineTooLong || thrown instanceof UnpacksTooLarge) return damaged('长度')
    if (thrown instanceof TypeError || thrown instanceof SyntaxError) return damaged('内容')
    throw thrown
  }
}

/** Whether a backup is of this unit. */
export const isOfUnit = (head: StoreHead, unit: Unit): Result<void, AppError<'BACKUP_OTHER_UNIT'>> =>
  head.unit.orgCode === unit.orgCode
    ? ok(undefined)
    : fail('BACKUP_OTHER_UNIT', { found: head.unit.name, ours: unit.name })
