import { visibleText } from '#core/characters/visible-text.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { ok, type Result } from '#core/errors/result.ts'
import { gzipLines } from '#core/pack/lines.ts'
import { type SealedStream, sealStream } from '#app/platform/unit/sealed-stream.ts'
import type { StoredPack } from './case-change.ts'
import type { CaseStorage, CaseStoreError, WholeCase } from './case-storage.ts'
import { storeBackupLimits, type StoreHead } from './store-backup-lines.ts'
import type { IssuedTask, StoredUnit } from './unit-storage.ts'

/** Why a backup is not made. */
export type StoreNotBackedUp = CaseStoreError | AppError<'BACKUP_NOT_WRITABLE'>

/** What goes into a backup. */
export interface StoreToBackUp {
  readonly unit: Pick<StoredUnit, 'unit' | 'keyFile'>
  readonly cases: Pick<CaseStorage, 'rows' | 'packs' | 'whole'>
  readonly tasks: readonly IssuedTask[]
  readonly kept: StoreHead['kept']
  readonly onProgress: (done: number, of: number) => void
  /** Hears why the stream broke off: not every engine hands on what a stream threw. */
  readonly onStopped: (error: StoreNotBackedUp) => void
}

/** What breaks the stream off. */
class BackupStopped extends Error {}

const notWritable = (where: string): StoreNotBackedUp => ({ code: 'BACKUP_NOT_WRITABLE', params: { where } })

/** Everything beside the people, a line each, with what each is called. */
function* linesBeside(tasks: readonly IssuedTask[], packs: readonly StoredPack[], kept: StoreHead['kept']) {
  for (const task of tasks) yield { line: { kind: 'task', task }, name: '一个采集任务' }
  for (const pack of packs) yield { line: { kind: 'pack', pack }, name: `上报包“${visibleText(pack.fileName)}”` }
  for (const row of kept) yield { line: { kind: 'kept', row }, name: '名单等资料' }
}

/** A person: every file, then the line and its steps. */
function* linesOfPerson({ row, events, files }: WholeCase) {
  for (const file of files) yield { kind: 'file', ...file }
  yield { kind: 'case', row, events }
}

/** The whole store as a sealed stream: the head, what stands beside the people, every person, the count at the end. */
export async function backUpStore(
  { unit, cases, tasks, kept, onProgress, onStopped }: StoreToBackUp,
  passphrase: string,
  limits = storeBackupLimits,
): Promise<Result<SealedStream, StoreNotBackedUp>> {
  const rows = await cases.rows()
  if (!rows.ok) return rows
  const packs = await cases.packs()
  if (!packs.ok) return packs
  const [listed, held] = [rows.value, packs.value]

  function stop(error: StoreNotBackedUp): never {
    onStopped(error)
    throw new BackupStopped(error.code)
  }
  function textOf(line: object, name: string): string {
    const text = JSON.stringify(line)
    return text.length > limits.line ? stop(notWritable(`${name}太大`)) : text
  }
  async function* lines(): AsyncGenerator<string, void> {
    yield JSON.stringify({ kind: 'store', unit: unit.unit, keyFile: unit.keyFile, cases: listed.length })
    for (const { line, name } of linesBeside(tasks, held, kept)) yield textOf(line, name)
    for (const [at, { caseId }] of listed.entries()) {
      // As it stands by now: whoever goes on working meanwhile must not part a line from its steps.
      const whole = await cases.whole(caseId)
      if (!whole.ok) return stop(whole.error)
      const name = `第 ${at + 1} 人`
      if (!whole.value) return stop(notWritable(name))
      for (const line of linesOfPerson(whole.value)) yield textOf(line, name)
      onProgress(at + 1, listed.length)
    }
    yield JSON.stringify({ kind: 'end', cases: listed.length })
  }
  return ok(await sealStream(gzipLines(lines()), passphrase))
}
