import * as v from 'valibot'
import { endpoint, staffRoles } from './endpoint.ts'
import { count, errorAnswerSchema, hex64, id, instant, numberInQuery, position } from './wire.ts'

const reporters = { staff: staffRoles } as const

/** Bytes of every chunk but the last. */
export const packChunkBytes = 1_048_576

/** Largest pack: a million people take about 600 MB. */
const packLargestBytes = 2 * 1_073_741_824

/** How far the upload of a pack is. */
export const packUploadSchema = v.strictObject({
  id,
  /** Organisation it is reported to. */
  orgId: id,
  /** SHA-256 of the whole file. */
  digest: hex64,
  sizeBytes: count,
  /** Chunks that are safe on the server's disk, as [from, to] inclusive. */
  received: v.pipe(v.array(v.tuple([count, count])), v.maxLength(4096)),
  completedAt: v.nullable(instant),
})

/** How far the upload of a pack is. */
export type PackUpload = v.InferOutput<typeof packUploadSchema>

const byPack = v.strictObject({ packId: id })

/** Begins to upload a pack, or finds the upload that was begun: one for each organisation and file. */
export const beginPackUpload = endpoint({
  method: 'POST',
  path: '/packs',
  access: reporters,
  summary: '开始（或接着）上传一个上报包；同一个文件只有一次上传',
  body: v.strictObject({
    orgId: id,
    /** The organisation it comes from: one below the caller's own; without it that one. */
    fromOrgId: v.exactOptional(id),
    digest: hex64,
    sizeBytes: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(packLargestBytes)),
  }),
  answer: packUploadSchema,
})

/** How far it is. */
export const getPackUpload = endpoint({
  method: 'GET',
  path: '/packs/:packId',
  access: reporters,
  summary: '上报包上传到了哪里',
  params: byPack,
  answer: packUploadSchema,
})

/** One chunk; the same chunk again changes nothing. */
export const putPackChunk = endpoint({
  method: 'PUT',
  path: '/packs/:packId/chunks/:index',
  access: reporters,
  summary: '上报包的一块（1 MB）；重复上传同一块没有影响',
  bodyType: 'bytes',
  bodyBytes: packChunkBytes,
  params: v.strictObject({ packId: id, index: numberInQuery(0, 4095) }),
  body: v.instance(Uint8Array),
  answer: packUploadSchema,
})

/**
 * A chunk of a pack that was taken over, for the level above to fetch, or a piece of it: a download that was cut off goes
 * on where it was. `of` is the file of which pieces are here already; another one is not mixed with them.
 */
export const getPackChunk = endpoint({
  method: 'GET',
  path: '/packs/:packId/chunks/:index',
  access: reporters,
  summary:
    '取一个已收下的上报包的一块，或其中从 from 起的 bytes 个字节（断了可以接着取）；of 是整个文件的 SHA-256，不是这个文件就不给',
  params: v.strictObject({ packId: id, index: numberInQuery(0, 4095) }),
  query: v.strictObject({
    from: v.exactOptional(numberInQuery(0, packChunkBytes - 1)),
    bytes: v.exactOptional(numberInQuery(1, packChunkBytes)),
    of: v.exactOptional(hex64),
  }),
  answerType: 'bytes',
  answer: v.instance(Uint8Array),
})

/** All chunks are there: the server reads the pack as a stream, every signature, and takes over all or nothing. */
export const completePackUpload = endpoint({
  method: 'POST',
  path: '/packs/:packId/complete',
  access: reporters,
  summary: '各块都传完了：服务器整包核对，全部收下或全部不收',
  params: byPack,
  answer: v.strictObject({ pack: packUploadSchema, position, people: count }),
})

/** Most packs an organisation is told of; older ones have been answered by newer. */
export const mostSentPacks = 200

/** A pack that an organisation sent, as the server has it. */
export const sentPackSchema = v.strictObject({
  id,
  digest: hex64,
  sizeBytes: count,
  completedAt: v.nullable(instant),
  /** What its unit signed; null of a file in which nothing of the kind was found. */
  manifest: v.nullable(v.strictObject({ digest: hex64, people: count, madeAt: instant, since: v.nullable(hex64) })),
  /** Why it was not taken over when that was last asked; null once it was. */
  refusal: v.nullable(errorAnswerSchema),
})

/** A pack that an organisation sent, as the server has it. */
export type SentPack = v.InferOutput<typeof sentPackSchema>

// An organisation below the caller's own; without it that one.
const ofSender = v.strictObject({ orgId: v.exactOptional(id) })

/** The newest packs of an organisation, whichever of its devices sent them. */
export const listSentPacks = endpoint({
  method: 'GET',
  path: '/packs',
  access: reporters,
  summary: '本单位（或 orgId 指明的下级单位）送出的上报包（最近 200 个）：上级收下了没有，没收下是为什么',
  query: ofSender,
  answer: v.strictObject({ items: v.pipe(v.array(sentPackSchema), v.maxLength(mostSentPacks)) }),
})

/** Most packs an organisation is told of that never arrived whole. */
export const mostHalfwayPacks = 20

/** A pack that was begun and of which the rest did not come. */
export const halfwayPackSchema = v.strictObject({
  /** SHA-256 of the whole file. */
  digest: hex64,
  sizeBytes: count,
  begunAt: instant,
})

/** A pack that was begun and of which the rest did not come. */
export type HalfwayPack = v.InferOutput<typeof halfwayPackSchema>

/**
 * Packs of an organisation that were begun a day ago or earlier and never came whole, and whose people no
 * pack of everybody has brought since: the device that sends them may be gone for good.
 */
export const listHalfwayPacks = endpoint({
  method: 'GET',
  path: '/halfway-packs',
  access: reporters,
  summary: '本单位（或 orgId 指明的下级单位）开始上传一天以上、还没有传完的上报包（之后报过全部人员的不算）',
  query: ofSender,
  answer: v.strictObject({ items: v.pipe(v.array(halfwayPackSchema), v.maxLength(mostHalfwayPacks)) }),
})
