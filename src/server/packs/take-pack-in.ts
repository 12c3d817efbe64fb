import { createHash } from 'node:crypto'
import { fail, ok, type Result } from '#core/errors/result.ts'
import type { Manifest } from '#core/pack/pack.ts'
import { readPack } from '#core/pack/read-pack.ts'
import type { Submission } from '#core/submission/submission.ts'
import { formatDigest } from '#core/submission/digest.ts'
import { orgByCode } from '../store/org-tree.ts'
import {
  addMembers,
  chunkAt,
  chunkCount,
  clearMembers,
  type PackMember,
  packById,
  type PackRow,
  packsOfUnit,
} from '../store/packs.ts'
import type { Store } from '../store/store.ts'
import { takeOverPack } from '../store/take-over-pack.ts'

const batch = 500

/** Where a pack is taken in, and for whom. */
interface Intake {
  readonly store: Store
  readonly now: () => number
  /** Scope of who reports: the unit of the manifest must lie in it. */
  readonly scope: string
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
async function verify(store: Store, pack: PackRow): Promise<Result<Manifest>> {
  let waiting: PackMember[] = []
  const note = async (): Promise<void> => {
    const members = waiting
    waiting = []
    if (members.length > 0) await store.write((writer) => addMembers(writer, pack.id, members))
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

/** The organisation a pack is of, if the reporter answers for it, no newer one is here, and the one it builds on is. */
async function placeOf(
  pack: PackRow,
  { content: { unit, since, createdAt } }: Manifest,
  { store: { reader }, scope }: Intake,
): Promise<Result<{ readonly orgId: string }>> {
  const org = await orgByCode(reader, unit.orgCode, scope)
  if (!org) return fail('PACK_UNKNOWN_UNIT', { unit: unit.name })
  const known = await packsOfUnit(reader, pack, org.id)
  const [newest] = known.toSorted((a, b) => (b.made_at ?? 0) - (a.made_at ?? 0))
  // Not by one that another device of the unit wrote beside it: neither says what the other does.
  const isBeside = since !== undefined && (newest?.manifest_digest === since || newest?.since_digest === since)
  const isOvertaken = (newest?.made_at ?? 0) > Date.parse(createdAt) && !isBeside
  if (isOvertaken) return fail('PACK_OUTDATED', { unit: unit.name })
  // A pack of changes alone would leave out everybody who did not change, and withdraw people nobody reported.
  if (since !== undefined && known.every(({ manifest_digest: digest }) => digest !== since))
    return fail('PACK_PREVIOUS_MISSING', { unit: unit.name, previous: formatDigest(since) })
  return ok({ orgId: org.id })
}

/**
 * Takes an uploaded pack in: the chunks are the announced file, every signature is verified, its unit is one the
 * reporter answers for, and a pack of changes finds the one before. All of it or nothing; what is missing may follow.
 */
async function takeIn({ id }: PackRow, intake: Intake): Promise<Result<PackRow>> {
  const { store, now } = intake
  const pack = await packById(store.reader, id)
  if (!pack) throw new RangeError('the pack is gone')
  if (pack.completed_at !== null) return ok(pack)
  const expected = chunkCount(pack.size_bytes)
  if (!(await isWhole(store, pack))) return fail('PACK_INCOMPLETE', { expected, found: 0 })
  const clear = (): Promise<void> => store.write((writer) => clearMembers(writer, pack.id))
  await clear()
  const manifest = await verify(store, pack)
  const place = manifest.ok ? await placeOf(pack, manifest.value, intake) : manifest
  if (!place.ok) await clear()
  if (!manifest.ok) return manifest
  if (!place.ok) return place
  const { digest: manifestDigest, content } = manifest.value
  const { count: people, withdrawn = [], createdAt, since } = content
  const of = { packId: pack.id, unitOrgId: place.value.orgId, manifestDigest, madeAt: Date.parse(createdAt) }
  const taken = { ...of, people, withdrawn, now: now(), ...(since !== undefined && { since }) }
  return ok(await takeOverPack(store, taken))
}

const underWay = new WeakMap<Store, Map<string, Promise<unknown>>>()

/**
 * Takes a pack in, one attempt after the other: who lost the answer and asks again while the first attempt goes on would
 * clear away what that one has noted. Once it is taken over, that is the answer.
 */
export async function takePackIn(pack: PackRow, intake: Intake): Promise<Result<PackRow>> {
  const attempts = underWay.get(intake.store) ?? new Map<string, Promise<unknown>>()
  underWay.set(intake.store, attempts)
  const before = attempts.get(pack.id) ?? Promise.resolve()
  const taking = before.then(() => takeIn(pack, intake))
  const ended = taking.catch(() => undefined)
  attempts.set(pack.id, ended)
  try {
    return await taking
  } finally {
    if (attempts.get(pack.id) === ended) attempts.delete(pack.id)
  }
}
