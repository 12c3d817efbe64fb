import { createHash } from 'node:crypto'
import { fail, ok, type Result } from '#core/errors/result.ts'
import type { Manifest, ManifestContent } from '#core/pack/pack.ts'
import { isDatedAhead, madeAtLatest, packDatedAhead } from '#core/pack/pack-date.ts'
import { readPack } from '#core/pack/read-pack.ts'
import type { Submission } from '#core/submission/submission.ts'
import { formatDigest } from '#core/submission/digest.ts'
import { orgByCode } from '../store/org-tree.ts'
import {
  addMembers,
  chunkAt,
  chunkCount,
  clearMembers,
  openPack,
  type PackMember,
  packById,
  type PackRow,
  packsOfUnit,
  turnOfPack,
} from '../store/packs.ts'
import type { Store } from '../store/store.ts'
import { noteRefusal, type Refused } from '../store/sent-packs.ts'
import { inTurn, type Turn } from '../store/turns.ts'
import type { Writer } from '../store/database.ts'
import { takeOverPack } from '../store/take-over-pack.ts'

const batch = 500

/** Where a pack is taken in, and for whom. */
interface Intake {
  readonly store: Store
  readonly now: () => number
  /** Scope of who reports: the unit of the manifest must lie in it. */
  readonly scope: string
  /** Whether they still may, and still answer for this unit. */
  readonly isStillInScope: (writer: Writer, unitOrgId: string) => Promise<boolean>
}

async function* chunksOf(store: Store, { id, size_bytes }: PackRow): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for (let place = 0; place < chunkCount(size_bytes); place += 1) {
    const bytes = await chunkAt(store.reader, id, place)
    if (!bytes) return
    yield new Uint8Array(bytes)
  }
}

function streamOf(store: Store, pack: PackRow): ReadableStream<Uint8Array<ArrayBuffer>> {
  const chunks = chunksOf(store, pack)
  return new ReadableStream({
    async pull(controller) {
      const next = await chunks.next()
      if (next.done === true) controller.close()
      else controller.enqueue(next.value)
    },
  })
}

/** Whether the chunks together are the file that was announced. */
async function isWhole(store: Store, pack: PackRow): Promise<boolean> {
  const hash = createHash('sha256')
  for await (const chunk of chunksOf(store, pack)) hash.update(chunk)
  return hash.digest('hex') === pack.digest
}

function memberOf({ digest, content }: Submission, line: number): PackMember {
  const { corrections, previous, record, revision } = content
  return { line, digest, firstDigest: corrections && previous ? previous : digest, recordId: record.id, revision }
}

/** Reads the whole pack and notes its submissions as they are verified. */
async function verify(store: Store, pack: PackRow, { hold }: Turn): Promise<Result<Manifest>> {
  let waiting: PackMember[] = []
  const note = async (): Promise<void> => {
    const members = waiting
    waiting = []
    if (members.length === 0) return
    await store.write(async (writer) => {
      await hold(writer)
      await addMembers(writer, pack.id, members)
    })
  }
  const manifest = await readPack(streamOf(store, pack), {
    async onSubmission(submission, index) {
      waiting.push(memberOf(submission, index))
      if (waiting.length >= batch) await note()
    },
  })
  if (manifest.ok) await note()
  return manifest
}

const madeAt = ({ made_at: createdAt, completed_at: arrivedAt }: PackRow): number =>
  madeAtLatest(createdAt ?? 0, arrivedAt ?? Infinity)

/** Whether a pack may be taken over: no newer one of its unit is here, and the one it builds on is. */
async function mayFollow(
  { store, now }: Intake,
  pack: PackRow,
  { unit, since, createdAt }: ManifestContent,
  unitOrgId: string,
): Promise<Result<void>> {
  if (isDatedAhead(createdAt, now())) return packDatedAhead(unit, createdAt)
  const known = await packsOfUnit(store.reader, pack, unitOrgId)
  const [newest] = known.toSorted((a, b) => madeAt(b) - madeAt(a))
  // Not by one that another device of the unit wrote beside it: neither says what the other does.
  const isBeside = since !== undefined && (newest?.manifest_digest === since || newest?.since_digest === since)
  const isOvertaken = newest !== undefined && madeAt(newest) > Date.parse(createdAt) && !isBeside
  if (isOvertaken) return fail('PACK_OUTDATED', { unit: unit.name })
  // A pack of changes alone would leave out everybody who did not change, and withdraw people nobody reported.
  if (since !== undefined && known.every(({ manifest_digest: digest }) => digest !== since))
    return fail('PACK_PREVIOUS_MISSING', { unit: unit.name, previous: formatDigest(since) })
  return ok(undefined)
}

const noLongerTheirs = fail('SERVER_ADDRESS_UNKNOWN', {})

/** A verified pack is taken over, if the reporter answers for its unit and it follows what is here of that unit. */
async function takeOver(
  pack: PackRow,
  { digest: manifestDigest, content }: Manifest,
  intake: Intake,
  packTurn: Turn,
): Promise<Result<PackRow>> {
  const { store, now, scope } = intake
  const { unit, count: people, withdrawn = [], createdAt, since } = content
  const org = await orgByCode(store.reader, unit.orgCode, scope)
  if (!org) return fail('PACK_UNKNOWN_UNIT', { unit: unit.name })
  // Packs of one unit are taken over one after the other: whether this one follows must still be so when it is.
  return inTurn(store, `packs of ${org.id}`, async (unitTurn) => {
    const following = await mayFollow(intake, pack, content, org.id)
    if (!following.ok) return following
    const of = { packId: pack.id, unitOrgId: org.id, manifestDigest, madeAt: Date.parse(createdAt) }
    const hold = async (writer: Writer): Promise<void> => {
      await packTurn.hold(writer)
      await unitTurn.hold(writer)
    }
    const isStillAllowed = (writer: Writer): Promise<boolean> => intake.isStillInScope(writer, org.id)
    const rules = { hold, isStillAllowed }
    const taken = { ...of, ...rules, people, withdrawn, now: now(), ...(since !== undefined && { since }) }
    const row = await takeOverPack(store, taken)
    return row ? ok(row) : noLongerTheirs
  })
}

async function takeIn({ id }: PackRow, intake: Intake, turn: Turn): Promise<Result<PackRow>> {
  const { store } = intake
  const pack = await store.write(async (writer) => {
    await turn.hold(writer)
    return openPack(writer, id)
  })
  if (!pack) {
    const done = await packById(store.reader, id)
    if (!done) throw new RangeError('the pack is gone')
    return ok(done)
  }
  const clear = (refused?: Omit<Refused, 'packId'>): Promise<void> =>
    store.write(async (writer) => {
      await turn.hold(writer)
      await clearMembers(writer, id)
      if (refused) await noteRefusal(writer, { packId: id, ...refused })
    })
  await clear()
  const expected = chunkCount(pack.size_bytes)
  const isThere = await isWhole(store, pack)
  const manifest = isThere ? await verify(store, pack, turn) : fail('PACK_INCOMPLETE', { expected, found: 0 })
  const taken = manifest.ok ? await takeOver(pack, manifest.value, intake, turn) : manifest
  // Who may no longer report it is told nothing of the pack, and leaves nothing at it.
  if (taken === noLongerTheirs) await clear()
  else if (!taken.ok) await clear({ error: taken.error, ...(manifest.ok && { manifest: manifest.value }) })
  return taken
}

/**
 * Takes an uploaded pack in: the chunks are the announced file, every signature is verified, its unit is one the
 * reporter answers for, and a pack of changes finds the one before. All of it or nothing; what is missing may follow.
 * Whoever asks again while an attempt goes on, here or at another process, waits for it and gets its answer (ADR 0178).
 */
export const takePackIn = (pack: PackRow, intake: Intake): Promise<Result<PackRow>> =>
  inTurn(intake.store, turnOfPack(pack.id), (turn) => takeIn(pack, intake, turn))
