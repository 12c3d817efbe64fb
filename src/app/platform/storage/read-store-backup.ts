import * as v from 'valibot'
import type { AppError } from '#core/errors/error-code.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import { gunzipLines, LineTooLong, UnpacksTooLarge } from '#core/pack/lines.ts'
import { caseOf } from '#core/review/review-case.ts'
import type { Unit } from '#core/unit/unit.ts'
import { FrameBroken, notOpened, openSealedFile, type SealedStreamError } from '#app/platform/unit/sealed-stream.ts'
import type { CaseStoreError } from './case-storage.ts'
import {
  type BackedUpCase,
  type BackedUpFile,
  type BesideLine,
  besideLineSchema,
  caseLineSchema,
  endLineSchema,
  fileLineSchema,
  headLineSchema,
  storeBackupLimits,
  type StoreHead,
} from './store-backup-lines.ts'

/** Why a backup is refused; nothing of a refused one is taken over. */
export type StoreBackupError = SealedStreamError | CaseStoreError | AppError<'BACKUP_OTHER_UNIT'>

/** Who hears what a backup holds, in its order. */
interface BackupListener {
  readonly onCount: (cases: number) => void
  readonly onCase: (backedUp: BackedUpCase) => Promise<void> | void
}

// A file that was handed in may be all blanks, and gzip packs those a thousandfold; length bounds what is held.
const ratio = 1100

const damaged = (where: string): Result<never, AppError<'BACKUP_DAMAGED'>> => fail('BACKUP_DAMAGED', { where })

/** A case whose trail tells the line it comes with. */
function soundCase(json: unknown, filesBefore: readonly BackedUpFile[]): BackedUpCase | undefined {
  const parsed = v.safeParse(caseLineSchema, json)
  if (!parsed.success) return undefined
  const { row } = parsed.output
  const files = [...filesBefore, ...parsed.output.files]
  // Earlier versions wrote the line as it was when the backup began, with steps that were taken while it was made.
  const events = parsed.output.events.slice(0, row.sequence)
  const standing = caseOf(events)
  const isSound =
    standing.ok &&
    standing.value.standing === row.standing &&
    standing.value.id === row.caseId &&
    events.length === row.sequence
  return isSound && files.some(({ digest }) => digest === row.standing) ? { row, events, files } : undefined
}

function withLine(head: StoreHead, line: BesideLine): void {
  if (line.kind === 'task') head.tasks.push(line.task)
  else if (line.kind === 'pack') head.packs.push(line.pack)
  else head.kept.push(line.row)
}

function readHead(json: unknown): StoreHead | undefined {
  const parsed = v.safeParse(headLineSchema, json)
  if (!parsed.success) return undefined
  const { kind: _kind, ...head } = parsed.output
  return head
}

const kindSchema = v.object({ kind: v.string() })
const kindOf = (json: unknown): string => (v.is(kindSchema, json) ? json.kind : '')
const kindsBeside: ReadonlySet<string> = new Set(['task', 'pack', 'kept'])

/** Takes the lines after the head one by one, and tells whether the last of them was the end of all. */
function makeTaker(head: StoreHead, onCase: BackupListener['onCase']) {
  let files: BackedUpFile[] = []
  let read = 0

  function takeBeside(json: unknown): boolean {
    const parsed = v.safeParse(besideLineSchema, json)
    if (parsed.success) withLine(head, parsed.output)
    return parsed.success
  }
  function takeFile(json: unknown): boolean {
    const parsed = v.safeParse(fileLineSchema, json)
    if (!parsed.success) return false
    const { kind: _kind, ...file } = parsed.output
    files.push(file)
    return true
  }
  async function takeCase(json: unknown): Promise<boolean> {
    const found = soundCase(json, files)
    if (!found) return false
    files = []
    read += 1
    await onCase(found)
    return true
  }
  return {
    /** Where the backup is damaged; nothing when the line is sound. */
    async take(json: unknown): Promise<string | undefined> {
      const kind = kindOf(json)
      if (kindsBeside.has(kind)) return takeBeside(json) ? undefined : '目录'
      const isTaken = kind === 'file' ? takeFile(json) : await takeCase(json)
      return isTaken ? undefined : `第 ${read + 1} 人`
    },
    isEnd: (json: unknown): boolean =>
      v.is(endLineSchema, json) && json.cases === read && read === head.cases && files.length === 0,
  }
}

async function readLines(
  lines: AsyncIterable<string>,
  { onCount, onCase }: BackupListener,
): Promise<Result<StoreHead, StoreBackupError>> {
  let head: StoreHead | undefined
  let taker: ReturnType<typeof makeTaker> | undefined
  let isWhole = false
  for await (const line of lines) {
    const json: unknown = JSON.parse(line)
    if (isWhole) return damaged('末尾')
    if (!head || !taker) {
      head = readHead(json)
      if (!head) return damaged('目录')
      onCount(head.cases)
      taker = makeTaker(head, onCase)
    } else if (kindOf(json) === 'end') {
      isWhole = taker.isEnd(json)
      if (!isWhole) return damaged('末尾')
    } else {
      const where = await taker.take(json)
      if (where !== undefined) return damaged(where)
    }
  }
  return head && isWhole ? ok(head) : damaged('末尾')
}

/** Reads a backup to its end, telling what it holds; an error means that nothing of it may count. */
export async function readStoreBackup(
  file: Blob,
  passphrase: string,
  listener: BackupListener,
  limits = storeBackupLimits,
): Promise<Result<StoreHead, StoreBackupError>> {
  const stream = await openSealedFile(file, passphrase)
  if (!stream.ok) return stream
  const lengthAt = (line: number): number => (line === 0 ? limits.firstLine : limits.line)
  try {
    return await readLines(gunzipLines(stream.value, { lengthAt, ratio }), listener)
  } catch (thrown) {
    if (thrown instanceof FrameBroken) return damaged('密封')
    if (thrown instanceof LineTooLong || thrown instanceof UnpacksTooLarge) return damaged('长度')
    if (thrown instanceof TypeError || thrown instanceof SyntaxError) return damaged('内容')
    return notOpened(thrown)
  }
}

/** Whether a backup is of this unit. */
export const isOfUnit = (head: StoreHead, unit: Unit): Result<void, AppError<'BACKUP_OTHER_UNIT'>> =>
  head.unit.orgCode === unit.orgCode
    ? ok(undefined)
    : fail('BACKUP_OTHER_UNIT', { found: head.unit.name, ours: unit.name })
