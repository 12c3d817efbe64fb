import * as v from 'valibot'
import { makePace } from '#app/platform/clock/breathe.ts'
import { ok, type Result } from '#core/errors/result.ts'
import type { AppError } from '#core/errors/error-code.ts'
import type { ReviewEvent } from '#core/review/review-event.ts'
import { type CaseSync, notSynced } from '#core/sync/case-sync.ts'
import type { KeptText, TextBlock } from '#app/platform/unit/text-block.ts'
import { SealBroken, type Vault } from '#app/platform/unit/vault.ts'
import { keptErrorOf, type KeptStoreError } from './attempt-kept.ts'
import { type CaseLine, type ListedCase, makeCasePages } from './case-pages.ts'
import { type AlongWith, type CaseChange, packSchema, type StoredPack } from './case-change.ts'
import { Conflict, lineAfter, sealNewTexts, sealSteps, StepUnreadable } from './case-writer.ts'
import { neededBlocks } from './needed-blocks.ts'
import { inOneTab } from './one-tab.ts'
import { inOrder, type PlacedText } from './placed-texts.ts'
import { makeSealedBlocks } from './sealed-blocks.ts'
import { makeStagedHold, stageBlock, stagedId, takeStaged } from './staged-blocks.ts'
import type { UnitDatabase } from './unit-database.ts'

export type { AlongWith, CaseChange, StoredPack } from './case-change.ts'
export type { ListedCase } from './case-pages.ts'
export type { PlacedText } from './placed-texts.ts'

/** Why the store did not do what was asked. */
export type CaseStoreError = KeptStoreError | AppError<'REVIEW_CONFLICT' | 'REVIEW_STEP_UNREADABLE'>

/** A payload as it is kept, by its digest. */
export interface KeptFile extends KeptText {
  readonly digest: string
}

/** What was done in a case, in its order. */
export interface CaseTrail {
  readonly caseId: string
  readonly events: readonly ReviewEvent[]
}

/** A case with all that belongs to it, as it stood at one moment. */
export interface WholeCase {
  readonly row: ListedCase
  readonly events: readonly ReviewEvent[]
  readonly files: readonly KeptFile[]
}

/** A case, and how far it is with its server. */
export interface SyncedCase {
  readonly row: ListedCase
  readonly sync: CaseSync
}

/** The sealed store of cases. */
export interface CaseStorage {
  rows(onProgress?: (read: number, of: number) => void): Promise<Result<readonly ListedCase[], CaseStoreError>>
  trail(caseId: string): Promise<Result<readonly ReviewEvent[], CaseStoreError>>
  /** Trails of many cases, in the order they lie in the store; the first that cannot be read is the last. */
  trails(caseIds: Iterable<string>): AsyncGenerator<Result<CaseTrail, CaseStoreError>, void>
  /** A received or corrected submission, byte for byte. */
  text(digest: string): Promise<Result<string | undefined, CaseStoreError>>
  /** The file a submission came in, byte for byte: sealed, if it was; of one out of a pack, the submission itself. */
  original(digest: string): Promise<Result<string | undefined, CaseStoreError>>
  /** Every case with how far it is with the server. */
  synced(): Promise<Result<readonly SyncedCase[], CaseStoreError>>
  /** Which of these payloads are kept here. */
  held(digests: readonly string[]): Promise<Result<ReadonlySet<string>, CaseStoreError>>
  /** Every payload of a case with the file it came in. */
  files(caseId: string): Promise<Result<readonly KeptFile[], CaseStoreError>>
  /** A case with its steps and files, which fit together whatever is written meanwhile. */
  whole(caseId: string): Promise<Result<WholeCase | undefined, CaseStoreError>>
  /** Steps ever written here: what a backup is compared with. */
  appended(): number
  /** Where submissions lie, block by block: what a worker needs to read them itself. */
  places(digests: Iterable<string>): Promise<Result<readonly PlacedText[], CaseStoreError>>
  /** Many submissions, in the order they lie in the store: asking one by one opens every block many times. */
  texts(digests: Iterable<string>): AsyncGenerator<{ readonly digest: string; readonly text: string }, void>
  /** Appends to many cases in one transaction: all or nothing; a step somebody else wrote is a conflict. */
  append(
    changes: readonly CaseChange[],
    pack?: StoredPack,
    along?: AlongWith,
  ): Promise<Result<readonly ListedCase[], CaseStoreError>>
  /** Writes a block that counts only once an `append` names it. */
  stage(block: TextBlock): Promise<Result<void, CaseStoreError>>
  /** Throws staged blocks away. */
  unstage(ids: readonly string[]): Promise<Result<void, CaseStoreError>>
  /** Hears of lines that another tab wrote. */
  onChange(listener: (rows: readonly ListedCase[]) => void): void
  /** Lets go of what it listens to. */
  close(): void
  packs(): Promise<Result<readonly StoredPack[], CaseStoreError>>
}

const mostAttempts = 8
/** Rows that are handed to the database in one turn. */
const handedAtOnce = 20

const inPieces = <T>(rows: readonly T[]): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(rows.length / handedAtOnce) }, (_, at) =>
    rows.slice(at * handedAtOnce, (at + 1) * handedAtOnce),
  )

function caseStoreErrorOf(thrown: unknown, doing: 'read' | 'write'): CaseStoreError {
  if (thrown instanceof Conflict || thrown instanceof StepUnreadable) return thrown.error
  return keptErrorOf(thrown, doing)
}

async function attemptSealed<T>(doing: 'read' | 'write', run: () => Promise<T>): Promise<Result<T, CaseStoreError>> {
  try {
    return ok(await run())
  } catch (thrown) {
    return { ok: false, error: caseStoreErrorOf(thrown, doing) }
  }
}

async function readPacks({ packs }: UnitDatabase, vault: Vault): Promise<readonly StoredPack[]> {
  return Promise.all(
    (await packs.toArray()).map(async (row) => {
      const digest = v.parse(v.string(), row['digest'])
      return v.parse(packSchema, await vault.open(`pack:${digest}`, row['sealed']))
    }),
  )
}

const listRows = (pages: CasePages): readonly ListedCase[] => Array.from(pages.lines.values(), ({ row }) => row)

type CasePages = ReturnType<typeof makeCasePages>
type Reads = Pick<CaseStorage, 'trail' | 'text' | 'original' | 'synced' | 'held' | 'files' | 'whole'>

interface Readable {
  readonly pages: CasePages
  readonly blocks: ReturnType<typeof makeSealedBlocks>
  readonly keptText: (digest: string) => Promise<KeptText | undefined>
  readonly untilRead: () => Promise<void>
}

/** What is looked up once the list was read. */
function readsOf({ pages, blocks, keptText, untilRead }: Readable): Reads {
  const afterReading = <T>(look: () => T | Promise<T>): Promise<Result<T, CaseStoreError>> =>
    attemptSealed('read', async () => {
      await untilRead()
      return look()
    })

  return {
    trail: (caseId) => afterReading(() => blocks.trailOf(pages.lines.get(caseId))),
    text: (digest) => afterReading(async () => (await keptText(digest))?.text),
    original: (digest) =>
      afterReading(async () => {
        const kept = await keptText(digest)
        return kept?.original ?? kept?.text
      }),
    synced: () =>
      afterReading(() => Array.from(pages.lines.values(), ({ row, sync }) => ({ row, sync: sync ?? notSynced }))),
    held: (digests) => afterReading(() => new Set(digests.filter((digest) => pages.places.has(digest)))),
    files: (caseId) => afterReading(() => blocks.filesOf(pages.lines.get(caseId))),
    whole: (caseId) =>
      afterReading(async () => {
        // A line is never changed, another takes its place; and no block is ever taken from the disk.
        const line = pages.lines.get(caseId)
        return line && { row: line.row, events: await blocks.trailOf(line), files: await blocks.filesOf(line) }
      }),
  }
}

/** Trails one after the other, each block of steps opened once for its neighbours. */
async function* eachTrail(
  caseIds: Iterable<string>,
  { pages, blocks, untilRead }: Omit<Readable, 'keptText'>,
): AsyncGenerator<Result<CaseTrail, CaseStoreError>, void> {
  const read = await attemptSealed('read', untilRead)
  if (!read.ok) return yield read
  for (const caseId of pages.inOrder(caseIds)) {
    const events = await attemptSealed('read', () => blocks.trailOf(pages.lines.get(caseId)))
    yield events.ok ? ok({ caseId, events: events.value }) : events
    if (!events.ok) return
  }
}

/** Cases in the unit's database: sealed pages of lines, sealed blocks of steps and of texts. */
export function sealedCaseStorage(database: UnitDatabase, vault: Vault): CaseStorage {
  const { texts, steps, pages: pageTable, head, packs, receiving, sync } = database
  const pages = makeCasePages(database, vault)
  const blocks = makeSealedBlocks(database, vault)
  const stagedHold = makeStagedHold()
  const listeners = new Set<(rows: readonly ListedCase[]) => void>()
  const channel = new BroadcastChannel(`${database.name}-written`)
  let last: Promise<unknown> = Promise.resolve()
  let firstRead: Promise<void> | undefined

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const run = last.then(work)
    last = run.catch(() => undefined)
    return run
  }

  async function catchUp(onProgress?: (read: number, of: number) => void): Promise<void> {
    const changed = await pages.refresh(onProgress)
    if (changed.length === 0) return
    for (const listener of listeners) listener(changed.map(({ row }) => row))
  }

  /** The list is read once before anything is looked up in it. */
  async function untilRead(): Promise<void> {
    firstRead ??= inTurn(() => catchUp())
    await firstRead.catch((thrown: unknown) => {
      firstRead = undefined
      throw thrown
    })
  }
  channel.addEventListener('message', () => void inTurn(() => attemptSealed('read', () => catchUp())))

  async function writeOnce(changes: readonly CaseChange[], pack: StoredPack | undefined, along: AlongWith) {
    await catchUp()
    const sealedSteps = await sealSteps(vault, changes)
    const { blocks: sealedTexts, placed } = await sealNewTexts(vault, changes)
    const lines: CaseLine[] = []
    const pace = makePace()
    for (const change of changes) {
      const at = { block: sealedSteps.blockOf.get(change) ?? '', placed }
      lines.push(lineAfter(pages.lines.get(change.row.caseId), change, at))
      await pace()
    }
    const planned = await pages.plan(lines)
    const next = pages.headAfter(
      planned,
      changes.reduce((sum, { events }) => sum + events.length, 0),
    )
    const sealedPages = await pages.seal(planned)
    const sealedPack = pack && { digest: pack.digest, sealed: await vault.seal(`pack:${pack.digest}`, pack) }
    const newBlocks = [...sealedTexts, ...(along.blocks ?? [])].map(({ id, sealed }) => ({ id, sealed }))
    // Everything is sealed by now: a transaction does not wait for anything but the database.
    const isWritten = await database.transaction(
      'rw',
      [texts, steps, pageTable, head, packs, receiving, sync],
      async () => {
        if (!(await pages.moveHead(next))) return false
        // A pack of a city is a thousand pages: handing all of them over in one turn would hold the page.
        for (const some of inPieces(newBlocks)) await texts.bulkAdd([...some])
        for (const some of inPieces(sealedSteps.rows)) await steps.bulkAdd([...some])
        for (const some of inPieces(sealedPages)) await pageTable.bulkPut([...some])
        if (sealedPack) await packs.put(sealedPack)
        if (along.staged) await takeStaged(database, along.staged)
        if (along.receiving) await receiving.put(along.receiving)
        if (along.sync) await sync.bulkPut([...along.sync])
        if (along.settled) await sync.bulkDelete([...along.settled])
        return true
      },
    )
    if (!isWritten) return undefined
    await pages.committed(planned, next)
    channel.postMessage('written')
    return lines.map(({ row }) => row)
  }

  /** Another tab may write between reading and writing: then it is planned again on what stands now. */
  async function write(given: readonly CaseChange[], pack: StoredPack | undefined, alongGiven: AlongWith) {
    const { changes, blocks: needed } = await neededBlocks(vault, given, alongGiven.blocks ?? [])
    const along = { ...alongGiven, blocks: needed }
    for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
      const written = await writeOnce(changes, pack, along)
      if (written) return written
    }
    throw new Conflict(0, 0)
  }

  async function keptText(digest: string) {
    await untilRead()
    const place = pages.places.get(digest)
    return place && (await blocks.texts(place.block))[place.position]
  }

  async function placesInOrder(digests: Iterable<string>): Promise<readonly PlacedText[]> {
    await untilRead()
    return inOrder(digests, pages.places)
  }

  async function* textsInOrder(digests: Iterable<string>) {
    for (const { digest, block, position } of await placesInOrder(digests)) {
      const kept = (await blocks.texts(block))[position]
      if (!kept) throw new SealBroken(block)
      yield { digest, text: kept.text }
    }
  }

  const reads = readsOf({ pages, blocks, keptText, untilRead })

  return {
    rows: (onProgress) => inTurn(() => attemptSealed('read', () => catchUp(onProgress).then(() => listRows(pages)))),
    ...reads,
    trails: (caseIds) => eachTrail(caseIds, { pages, blocks, untilRead }),
    appended: () => pages.head().appended,
    places: (digests) => attemptSealed('read', () => placesInOrder(digests)),
    texts: textsInOrder,
    append: (changes, pack, along = {}) =>
      inTurn(async () => {
        try {
          // So that no tab starves; what makes it right is the head, also without locks.
          return ok(await inOneTab(`${database.name}-write`, () => write(changes, pack, along)))
        } catch (thrown) {
          return { ok: false, error: caseStoreErrorOf(thrown, 'write') }
        } finally {
          stagedHold.letGo(along.staged ?? [])
        }
      }),
    stage: ({ id, sealed }) =>
      attemptSealed('write', async () => {
        await stagedHold.hold(id)
        try {
          await stageBlock(database, { id, sealed })
        } catch (thrown) {
          stagedHold.letGo([id])
          throw thrown
        }
      }),
    unstage: (ids) =>
      attemptSealed('write', () =>
        database.transaction('rw', texts, receiving, async () => {
          await texts.bulkDelete([...ids])
          await receiving.bulkDelete(ids.map(stagedId))
        }),
      ).finally(() => stagedHold.letGo(ids)),
    onChange: (listener) => void listeners.add(listener),
    close() {
      channel.close()
      stagedHold.letGoOfAll()
    },
    packs: () => attemptSealed('read', () => readPacks(database, vault)),
  }
}
