import * as v from 'valibot'
import type { StaffServer } from '#app/platform/sync-client/staff-server.ts'
import type { UnitSyncStorage } from '#app/platform/storage/unit-sync-storage.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import { sha256Hex } from '#core/submission/digest.ts'
import { getPackChunk, packChunkBytes } from '#core/sync/pack-uploads.ts'
import { type Answered, refuse } from '#core/sync/wire-answer.ts'
import { bytesToText, textToBytes } from './kept-bytes.ts'
import type { OnlinePack } from './late-packs.ts'
import type { SyncDesk } from './sync-desk.ts'

/**
 * A pack from below is fetched piece by piece, and each piece is kept sealed as soon as it is here: whatever cuts the
 * download off, the network or a killed page, it goes on behind the last piece.
 */

/** What a download works with. */
export type FetchDesk = Pick<SyncDesk, 'rows' | 'goesOn'> & { readonly server: Pick<StaffServer, 'ask'> }

/** The pack that is fetched. */
type FetchedPack = Pick<OnlinePack, 'packId' | 'digest' | 'sizeBytes'>

const prefix = 'piece:'
const textSchema = v.string()
// A line that is cut all the time still carries something; a good one soon carries a chunk a request.
const smallestPiece = 65_536

interface Piece {
  readonly id: string
  readonly from: number
  readonly to: number
}

const pieceId = (digest: string, from: number, to: number): string => `${prefix}${digest}:${from}-${to}`

function pieceOf(id: string, digest: string): Piece | undefined {
  const range = /^(\d+)-(\d+)$/.exec(id.slice(`${prefix}${digest}:`.length))
  const isOfIt = id.startsWith(`${prefix}${digest}:`) && range
  return isOfIt ? { id, from: Number(range[1]), to: Number(range[2]) } : undefined
}

/** Throws away everything that is kept of packs on their way down. */
export async function dropPieces(rows: UnitSyncStorage): Promise<Result<void>> {
  const ids = await rows.ids(prefix)
  if (!ids.ok || ids.value.length === 0) return ids.ok ? ok(undefined) : ids
  return rows.remove(ids.value)
}

/** What is here of this pack, from its start without a gap; whatever else is kept goes. */
async function piecesHere(rows: UnitSyncStorage, { digest, sizeBytes }: FetchedPack): Promise<Result<Piece[]>> {
  const ids = await rows.ids(prefix)
  if (!ids.ok) return ids
  const found = ids.value.flatMap((id) => pieceOf(id, digest) ?? []).sort((a, b) => a.from - b.from)
  const pieces: Piece[] = []
  for (const piece of found) {
    const isNext = piece.from === (pieces.at(-1)?.to ?? 0) && piece.to <= sizeBytes
    if (isNext) pieces.push(piece)
  }
  const used = new Set(pieces.map(({ id }) => id))
  const strays = ids.value.filter((id) => !used.has(id))
  const removed = strays.length > 0 ? await rows.remove(strays) : ok(undefined)
  return removed.ok ? ok(pieces) : removed
}

/** The next piece over the wire, and down to the disk. */
async function fetchPiece({ server, rows }: FetchDesk, pack: FetchedPack, piece: Piece): Promise<Answered<void>> {
  const { packId, digest } = pack
  const params = { packId, index: String(Math.floor(piece.from / packChunkBytes)) }
  const bytes = piece.to - piece.from
  const query = { from: String(piece.from % packChunkBytes), bytes: String(bytes), of: digest }
  const answer = await server.ask(getPackChunk, { params, query })
  if (!answer.ok) {
    // It is gone from there, or is another one: whatever comes in its place begins anew.
    const isGone = answer.error.code === 'SERVER_ADDRESS_UNKNOWN'
    const dropped = isGone ? await dropPieces(rows) : ok(undefined)
    return dropped.ok ? (isGone ? refuse('retry', answer) : answer) : refuse('needsPerson', dropped)
  }
  if (answer.value.byteLength !== bytes) return refuse('retry', fail('DELIVERY_ANSWER_FOREIGN', { status: 200 }))
  const kept = await rows.put(piece.id, bytesToText(new Uint8Array(answer.value)))
  return kept.ok ? ok(undefined) : refuse('needsPerson', kept)
}

/** The whole file out of its pieces; one that is not what was announced is thrown away. */
async function assemble(
  rows: UnitSyncStorage,
  { digest }: FetchedPack,
  pieces: readonly Piece[],
): Promise<Answered<Blob>> {
  const parts: Uint8Array<ArrayBuffer>[] = []
  for (const { id } of pieces) {
    const text = await rows.get(id, textSchema)
    if (!text.ok) return refuse('needsPerson', text)
    parts.push(textToBytes(text.value ?? ''))
  }
  const blob = new Blob(parts)
  const found = await sha256Hex(new Uint8Array(await blob.arrayBuffer()))
  if (found === digest) return ok(blob)
  const dropped = await dropPieces(rows)
  return refuse('retry', dropped.ok ? fail('DELIVERY_ANSWER_FOREIGN', { status: 200 }) : dropped)
}

/** Fetches what is still missing of a pack; what came together must be what was announced. */
export async function fetchPack(desk: FetchDesk, pack: FetchedPack): Promise<Answered<Blob>> {
  const here = await piecesHere(desk.rows, pack)
  if (!here.ok) return refuse('needsPerson', here)
  const pieces = here.value
  let most = smallestPiece
  for (;;) {
    const from = pieces.at(-1)?.to ?? 0
    if (from >= pack.sizeBytes) return assemble(desk.rows, pack, pieces)
    if (!desk.goesOn()) return refuse('retry', fail('STORE_LOCKED', {}))
    const endOfChunk = (Math.floor(from / packChunkBytes) + 1) * packChunkBytes
    const to = Math.min(from + most, endOfChunk, pack.sizeBytes)
    const piece = { id: pieceId(pack.digest, from, to), from, to }
    const fetched = await fetchPiece(desk, pack, piece)
    if (!fetched.ok) return fetched
    pieces.push(piece)
    most = Math.min(most * 2, packChunkBytes)
  }
}
