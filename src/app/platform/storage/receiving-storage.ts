import * as v from 'valibot'
import type { Result } from '#core/errors/result.ts'
import type { Vault } from '#app/platform/unit/vault.ts'
import { attemptUnit as attempt, type UnitStoreError } from './attempt-kept.ts'
import type { StoredRow } from './caibao-database.ts'
import { heldLocks, holdLock, receivingLock } from './receiving-lock.ts'
import type { UnitDatabase } from './unit-database.ts'

/** What a file is recognised by when it is chosen again. */
export interface FileMark {
  readonly name: string
  readonly size: number
  readonly modifiedAt: number
}

/** A receiving that was interrupted: which files there were, and which are done. */
export interface InterruptedReceiving {
  readonly id: string
  readonly startedAt: number
  readonly files: readonly FileMark[]
  readonly done: ReadonlySet<number>
}

/** A receiving under way; while it stands, no other tab takes it for interrupted. */
export interface ReceivingSession {
  readonly id: string
  /** The row that says which files are done, to be written with what they became. */
  readonly progress: (done: ReadonlySet<number>) => Promise<StoredRow>
  /** Everything is done, or nobody wants the rest. */
  readonly finish: () => Promise<Result<void, UnitStoreError>>
  /** Leaves it for later. */
  readonly leave: () => void
}

/** Remembers which files are being received, so that a kill loses none and repeats none. */
export interface ReceivingStorage {
  /** Without files there is nothing to go on with later: what nobody can choose again is not offered. */
  begin(files: readonly FileMark[], startedAt: number): Promise<Result<ReceivingSession, UnitStoreError>>
  resume(interrupted: InterruptedReceiving): ReceivingSession
  /** Writes progress when there is nothing else to write. */
  mark(progress: StoredRow): Promise<Result<void, UnitStoreError>>
  interrupted(): Promise<Result<readonly InterruptedReceiving[], UnitStoreError>>
  forget(id: string): Promise<Result<void, UnitStoreError>>
}

const filesSchema = v.object({
  startedAt: v.number(),
  files: v.array(v.object({ name: v.string(), size: v.number(), modifiedAt: v.number() })),
})
const doneSchema = v.array(v.number())
const lockOf = (id: string): string => `${receivingLock}${id}`
const filesId = (id: string): string => `files:${id}`
const progressId = (id: string): string => `progress:${id}`

/** Receiving in progress, sealed in the unit's database. */
export function sealedReceivingStorage(database: UnitDatabase, vault: Vault): ReceivingStorage {
  const { receiving, texts } = database
  const forget = (id: string) => attempt('write', () => receiving.bulkDelete([filesId(id), progressId(id)]))

  function session(id: string, { letGo: leave } = holdLock(lockOf(id))): ReceivingSession {
    return {
      id,
      progress: async (done) => ({ id: progressId(id), sealed: await vault.seal(progressId(id), [...done]) }),
      async finish() {
        const forgotten = await forget(id)
        leave()
        return forgotten
      },
      leave,
    }
  }

  async function readDone(id: string): Promise<ReadonlySet<number>> {
    const stored = await receiving.get(progressId(id))
    return new Set(stored && v.parse(doneSchema, await vault.open(progressId(id), stored['sealed'])))
  }

  /** Blocks of packs that never came to an end; one that counts by now is none of them. */
  const sweep = (ids: readonly string[]): Promise<void> =>
    database.transaction('rw', texts, receiving, async () => {
      const staged = ids.filter((id) => id.startsWith('staged:'))
      const standing = await receiving.bulkGet(staged)
      const stray = staged.filter((_, at) => standing[at] !== undefined)
      await texts.bulkDelete(stray.map((id) => id.slice('staged:'.length)))
      await receiving.bulkDelete(stray)
    })

  return {
    begin: (files, startedAt) =>
      attempt('write', async () => {
        const id = crypto.randomUUID()
        const lock = holdLock(lockOf(id))
        await lock.granted
        await receiving.put({ id: filesId(id), sealed: await vault.seal(filesId(id), { startedAt, files }) })
        return session(id, lock)
      }),
    resume: ({ id }) => session(id),
    mark: (progress) => attempt('write', async () => void (await receiving.put(progress))),
    interrupted: () =>
      attempt('read', async () => {
        // First what is there, then who holds it: a lock is taken before anything is written.
        const ids = (await receiving.toCollection().primaryKeys()).map(String)
        const held = await heldLocks()
        const sessions = ids.flatMap((id) => (id.startsWith('files:') ? [id.slice('files:'.length)] : []))
        if (![...held].some((name) => name.startsWith(receivingLock))) await sweep(ids)
        const found: InterruptedReceiving[] = []
        for (const id of sessions.filter((each) => !held.has(lockOf(each)))) {
          const stored = await receiving.get(filesId(id))
          if (!stored) continue
          const { startedAt, files } = v.parse(filesSchema, await vault.open(filesId(id), stored['sealed']))
          if (files.length === 0) await receiving.bulkDelete([filesId(id), progressId(id)])
          else found.push({ id, startedAt, files, done: await readDone(id) })
        }
        return found
      }),
    forget,
  }
}
