import * as v from 'valibot'
import type { StoredRow } from '#app/platform/storage/caibao-database.ts'
import type { StaffServer } from '#app/platform/sync-client/staff-server.ts'
import type { UnitSyncStorage } from '#app/platform/storage/unit-sync-storage.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import { sha256Hex } from '#core/submission/digest.ts'
import { completePackUpload, packChunkBytes, putPackChunk } from '#core/sync/pack-uploads.ts'
import { type Answered, refuse } from '#core/sync/wire-answer.ts'
import { beginUpload } from './begin-upload.ts'
import { bytesToText, textToBytes } from './kept-bytes.ts'
import { rememberSent } from './sent-packs.ts'
import type { SyncDesk, SyncState } from './sync-desk.ts'
import { type PackOnItsWay, packOnItsWaySchema, uploadId, uploadPrefix } from './upload-rows.ts'

/** What an upload works with. */
export type UploadDesk = Pick<SyncDesk, 'rows' | 'goesOn' | 'note'> & { readonly server: Pick<StaffServer, 'ask'> }

const keepingPrefix = 'keeping:'
/** The pack of a whole city is kept in minutes; a tab that was closed amid it comes back no more. */
const longestKeepingMs = 24 * 3_600_000
const chunkPrefix = 'chunk:'
const chunkId = (digest: string, index: number): string => `${chunkPrefix}${digest}:${index}`
const chunkCount = (sizeBytes: number): number => Math.ceil(sizeBytes / packChunkBytes)
const chunkSchema = v.string()

/** Every pack that is on its way or was not taken, oldest first. */
export async function keptPacks(rows: UnitSyncStorage): Promise<readonly PackOnItsWay[]> {
  const listed = await rows.list(uploadPrefix, packOnItsWaySchema)
  const packs = listed.ok ? listed.value.map(({ value }) => value) : []
  return packs.sort((a, b) => a.madeAt - b.madeAt)
}

/** How many packs are kept of which it cannot be read whether the level above took them. */
export async function countUnreadPacks(rows: UnitSyncStorage): Promise<number> {
  const named = await rows.ids(uploadPrefix)
  return named.ok ? named.value.length - (await keptPacks(rows)).length : 0
}

const isOnItsWay = ({ isLeft, isAnswered }: PackOnItsWay): boolean => isLeft === undefined && isAnswered !== true

/** Packs on their way, oldest first. */
export const packsOnTheirWay = async (rows: UnitSyncStorage): Promise<readonly PackOnItsWay[]> =>
  (await keptPacks(rows)).filter(isOnItsWay)

/** Packs that the level above did not take, by the digests of their manifests. */
export async function packsNotTaken(rows: UnitSyncStorage): Promise<ReadonlySet<string>> {
  return new Set((await keptPacks(rows)).flatMap(({ error, manifest }) => (error && manifest ? [manifest] : [])))
}

/** What is said of a pack that is put on its way. */
export type PackAbout = Pick<PackOnItsWay, 'fileName' | 'people' | 'madeAt' | 'manifest'>

/** A pack that is kept sealed until the level above has it. */
export interface KeptPack {
  /** What puts it on its way, to be written with the steps that say so. */
  readonly row: (about: PackAbout) => Promise<StoredRow>
}

/** Packs that a tab began to keep and has not put on its way yet, as far as it may still do so. */
async function packsBeingKept(rows: UnitSyncStorage, now: number): Promise<readonly string[]> {
  const begun = await rows.list(keepingPrefix, v.number())
  const current = begun.ok ? begun.value.filter(({ value }) => Math.abs(now - value) < longestKeepingMs) : []
  return current.map(({ id }) => id.slice(keepingPrefix.length))
}

/** Throws away chunks of a pack that was never put on its way: the app was closed in between. */
async function sweepChunks(rows: UnitSyncStorage, now: number): Promise<void> {
  const named = await rows.ids(uploadPrefix)
  // Which packs are on their way is not known: none is taken for left.
  if (!named.ok) return
  const done = new Set((await keptPacks(rows)).filter((pack) => !isOnItsWay(pack)).map(({ digest }) => digest))
  // One whose row is of another shape counts among them: its chunks are all there is of it.
  const onTheirWay = named.value.map((id) => id.slice(uploadPrefix.length)).filter((digest) => !done.has(digest))
  const begun = new Set(await packsBeingKept(rows, now))
  for (const digest of onTheirWay) begun.delete(digest)
  const known = new Set([...begun, ...onTheirWay])
  const [chunks, marks] = [await rows.ids(chunkPrefix), await rows.ids(keepingPrefix)]
  const strays = chunks.ok ? chunks.value.filter((id) => !known.has(id.split(':')[1] ?? '')) : []
  const over = marks.ok ? marks.value.filter((id) => !begun.has(id.slice(keepingPrefix.length))) : []
  await rows.remove([...strays, ...over])
}

/** Keeps a pack on this device, sealed, for as long as it is on its way: an upload goes on where it was cut off. */
export async function keepPack(rows: UnitSyncStorage, pack: Blob, now: number): Promise<Answered<KeptPack>> {
  const digest = await sha256Hex(new Uint8Array(await pack.arrayBuffer()))
  // Another tab that keeps one meanwhile leaves the chunks of this one alone.
  const begun = await rows.put(`${keepingPrefix}${digest}`, now)
  if (!begun.ok) return refuse('needsPerson', begun)
  await sweepChunks(rows, now)
  for (let index = 0; index < chunkCount(pack.size); index += 1) {
    const part = pack.slice(index * packChunkBytes, (index + 1) * packChunkBytes)
    const put = await rows.put(chunkId(digest, index), bytesToText(new Uint8Array(await part.arrayBuffer())))
    if (!put.ok) return refuse('needsPerson', put)
  }
  const facts = { digest, sizeBytes: pack.size }
  return ok({ row: (about) => rows.row(uploadId(digest), { ...facts, ...about }) })
}

const chunkIds = ({ digest, sizeBytes }: PackOnItsWay): readonly string[] =>
  Array.from({ length: chunkCount(sizeBytes) }, (_, index) => chunkId(digest, index))

/** It has arrived. */
export const forgetPack = (rows: UnitSyncStorage, pack: PackOnItsWay) =>
  rows.remove([uploadId(pack.digest), `${keepingPrefix}${pack.digest}`, ...chunkIds(pack)])

/** It is not sent any more; that it was not taken stays known. */
export async function leavePack(rows: UnitSyncStorage, pack: PackOnItsWay): Promise<Result<void>> {
  const left = await rows.put(uploadId(pack.digest), { ...pack, isLeft: true })
  return left.ok ? rows.remove(chunkIds(pack)) : left
}

/** Lets a refused pack be tried once more. */
export const retryPack = (rows: UnitSyncStorage, { error: _error, ...pack }: PackOnItsWay) =>
  rows.put(uploadId(pack.digest), pack)

async function putChunks(
  { server, rows, goesOn }: UploadDesk,
  pack: PackOnItsWay,
  begun: { readonly id: string; readonly received: readonly (readonly [number, number])[] },
): Promise<Answered<boolean>> {
  for (let index = 0; index < chunkCount(pack.sizeBytes); index += 1) {
    if (begun.received.some(([from, to]) => index >= from && index <= to)) continue
    const chunk = await rows.get(chunkId(pack.digest, index), chunkSchema)
    if (!chunk.ok) return refuse('needsPerson', chunk)
    if (chunk.value === undefined) return refuse('quarantine', fail('PACK_PIECES_GONE', {}))
    const body = textToBytes(chunk.value)
    const put = await server.ask(putPackChunk, { params: { packId: begun.id, index: String(index) }, body })
    if (!put.ok) return put
    if (!goesOn()) return ok(false)
  }
  return ok(true)
}

/**
 * Tells the level above which packs are to come, before the steps that name them go up: should this device never come
 * back, the others of the unit hear that a pack is missing. What the server has to say against one is heard at its upload.
 */
export async function announcePacks(
  { rows, server }: Pick<UploadDesk, 'rows' | 'server'>,
  { orgId: fromOrgId, parentOrgId: orgId }: Pick<SyncState, 'orgId' | 'parentOrgId'>,
): Promise<Answered<void>> {
  if (orgId === null) return ok(undefined)
  for (const { digest, sizeBytes, error } of await packsOnTheirWay(rows)) {
    if (error) continue
    const begun = await beginUpload(server, { orgId, fromOrgId, digest, sizeBytes })
    if (!begun.ok && begun.remedy === 'retry') return begun
  }
  return ok(undefined)
}

/** The name of a pack at the server once it was taken there; nothing when it shall not go on now. */
async function upload(
  desk: UploadDesk,
  { orgId, fromOrgId }: { readonly orgId: string; readonly fromOrgId: string },
  pack: PackOnItsWay,
): Promise<Answered<string | undefined>> {
  const { server } = desk
  const { digest, sizeBytes } = pack
  const begun = await beginUpload(server, { orgId, fromOrgId, digest, sizeBytes })
  if (!begun.ok) return begun
  const { id, completedAt, received } = begun.value
  const putAndComplete = async (there: typeof received): Promise<Answered<string | undefined>> => {
    const isWhole = completedAt === null ? await putChunks(desk, pack, { id, received: there }) : ok(true)
    if (!isWhole.ok) return isWhole
    if (!isWhole.value) return ok(undefined)
    const completed = await server.ask(completePackUpload, { params: { packId: id } })
    return completed.ok ? ok(id) : completed
  }
  const sent = await putAndComplete(received)
  // The server has every piece and yet another file: one of them came there wrong, and nobody knows which.
  const isWrong = !sent.ok && sent.error.code === 'PACK_INCOMPLETE'
  return isWrong && received.length > 0 ? putAndComplete([]) : sent
}

/** Uploads what is on its way to the level above, chunk by chunk; what the server refuses waits for the clerk. */
export async function uploadPacks(
  desk: UploadDesk,
  { orgId: fromOrgId, parentOrgId: orgId, kid }: Pick<SyncState, 'orgId' | 'parentOrgId' | 'kid'>,
): Promise<Answered<void>> {
  if (orgId === null) return ok(undefined)
  for (const pack of await packsOnTheirWay(desk.rows)) {
    if (pack.error || !desk.goesOn()) continue
    const sent = await upload(desk, { orgId, fromOrgId }, pack)
    if (sent.ok && sent.value !== undefined) {
      await rememberSent(desk.rows, [{ ...pack, packId: sent.value, kid }])
      await forgetPack(desk.rows, pack)
      await desk.note({ kind: 'packSent', name: pack.fileName, count: pack.people })
    } else if (!sent.ok && sent.remedy === 'quarantine') {
      await desk.rows.put(uploadId(pack.digest), { ...pack, error: sent.error })
      await desk.note({ kind: 'quarantine', name: pack.fileName, error: sent.error })
    } else if (!sent.ok) return sent
  }
  return ok(undefined)
}
