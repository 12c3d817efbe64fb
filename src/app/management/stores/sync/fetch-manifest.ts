import type { StoredPack } from '#app/platform/storage/case-storage.ts'
import { fail, ok } from '#core/errors/result.ts'
import { readManifestOf } from '#core/pack/read-pack.ts'
import { getPackChunk, packChunkBytes } from '#core/sync/pack-uploads.ts'
import { type Answered, refuse, type Refusal } from '#core/sync/wire-answer.ts'
import { pacedFileCrypto } from '../paced-digest.ts'
import type { SyncDesk } from './sync-desk.ts'
import { sentPackSchema, sentPrefix } from './upload-rows.ts'

/** Where it is looked up, and who is asked. */
type FetchDesk = Pick<SyncDesk, 'rows'> & { readonly server: Pick<SyncDesk['server'], 'ask'> }

/**
 * The manifest of a pack that another device of the unit sent, for proofs that are made here: of the file on the server
 * only as much comes over the wire as its first line takes. Nothing when the server was never seen to have it.
 */
export async function fetchManifest(
  { rows, server }: FetchDesk,
  pack: string,
): Promise<Answered<StoredPack | undefined>> {
  const sent = await rows.list(sentPrefix, sentPackSchema)
  if (!sent.ok) return refuse('needsPerson', sent)
  const known = sent.value.find(({ value }) => value.manifest === pack)?.value
  if (!known) return ok(undefined)
  let refusal: Refusal | undefined
  let index = 0
  const packed = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      const params = { packId: known.packId, index: String(index) }
      const isMore = index * packChunkBytes < known.sizeBytes
      const chunk = isMore ? await server.ask(getPackChunk, { params, query: { of: known.digest } }) : undefined
      index += 1
      if (chunk?.ok) return controller.enqueue(new Uint8Array(chunk.value))
      refusal = chunk
      controller.close()
    },
  })
  const read = await readManifestOf(packed, pacedFileCrypto())
  if (refusal) return refusal
  // The trail names the pack by its digest: nobody on the way can put another one in its place.
  if (!read.ok || read.value.manifest.digest !== pack)
    return refuse('retry', fail('DELIVERY_ANSWER_FOREIGN', { status: 200 }))
  const { manifest, line } = read.value
  const { unit, count, rosterDigest } = manifest.content
  return ok({
    digest: pack,
    kind: 'reported',
    unit,
    count,
    fileName: known.fileName,
    at: known.madeAt,
    manifest: line,
    ...(rosterDigest !== undefined && { rosterDigest }),
  })
}
