import * as v from 'valibot'
import { endpoint } from './endpoint.ts'
import { staffMay } from './staff-may.ts'
import { count, hex64, id, instant, position, shownLine } from './wire.ts'

const mostNamed = 1000

/** What was erased, and where the person's data still lies. */
export const erasureSchema = v.strictObject({
  /** Submissions and corrections whose content is gone; empty when it was gone before. */
  digests: v.pipe(v.array(hex64), v.maxLength(mostNamed)),
  /** Packs reported up that hold the person: signed as one piece, so they are for their receiver to decide about. */
  packs: v.pipe(v.array(id), v.maxLength(mostNamed)),
  /** Whether the database's own files still have it, as while a backup is made; told to who asks with `waits=1`. */
  waits: v.exactOptional(v.boolean()),
})

/** What was erased. */
export type Erasure = v.InferOutput<typeof erasureSchema>

/** What a person's paper names, as far as the server has it. */
export const erasableSchema = v.strictObject({
  digest: hex64,
  /** Of a file that came by hand the server need not know the record: its person is erased by the digest. */
  recordId: v.exactOptional(id),
  revision: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_000_000))),
  isSealed: v.boolean(),
  receivedAt: v.exactOptional(instant),
  isErased: v.boolean(),
  /** How the server knows of it, when it did not arrive as a file of its own: erased by its digest. */
  by: v.exactOptional(v.picklist(['hand', 'pack', 'correction'])),
})

/** What an administrator may erase the person of. */
export type Erasable = v.InferOutput<typeof erasableSchema>

/** Finds whom the check code that is printed on every page is of. */
export const findErasable = endpoint({
  method: 'GET',
  path: '/erasures/find',
  access: { staff: staffMay.govern },
  summary: '按纸面上的校验码（前 16 位或更多）找到要删除的人：自己送来的、线下接收的、上报包里的和单位更正过的',
  query: v.strictObject({ orgId: id, code: v.pipe(v.string(), v.regex(/^[0-9a-f]{16,64}$/)) }),
  answer: v.strictObject({ items: v.pipe(v.array(erasableSchema), v.maxLength(50)) }),
})

/** How many packs nobody could look into: whoever an organisation holds may be in them, too. */
export const countUnreadPacks = endpoint({
  method: 'GET',
  path: '/erasures/unread-packs',
  access: { staff: staffMay.govern },
  summary: '没有传完或没有被接收的上报包：服务器不知道里面有谁，要删除的人可能也在其中；设了保存期限的，到期自动删除',
  query: v.strictObject({ orgId: id }),
  answer: v.strictObject({ packs: count }),
})

/** One entry of the trace. */
export const erasureTraceSchema = v.strictObject({
  position,
  at: instant,
  digest: hex64,
  /** `person`: at the person's request; `retention`: because its time was over. */
  why: v.picklist(['person', 'retention']),
  /** Who did it; null when the server did, by its command or by itself. */
  by: v.nullable(shownLine(60)),
})

/** The trace of what was erased, the newest first. */
export const listErasures = endpoint({
  method: 'GET',
  path: '/erasures',
  access: { staff: staffMay.govern },
  summary: '某单位删除过什么：时间、校验码、谁删的；内容已经没有了',
  query: v.strictObject({ orgId: id }),
  answer: v.strictObject({ items: v.pipe(v.array(erasureTraceSchema), v.maxLength(200)) }),
})

/** One entry of the trace. */
export type ErasureTrace = v.InferOutput<typeof erasureTraceSchema>

/** Erases what an organisation holds of one person; the log keeps that it was so, and nothing of the content. */
export const eraseRecord = endpoint({
  method: 'POST',
  path: '/erasures',
  access: { staff: staffMay.govern },
  summary:
    '应本人要求删除一个人在某单位的数据：报送原件、更正、审核步骤和退回单的内容都删掉，日志只留校验码；packs 是已上报、仍含此人的上报包；waits=1 时 waits 说明数据文件里是否还要等备份结束才抹去',
  // An app of before refuses an answer with a field it does not know.
  query: v.strictObject({ waits: v.exactOptional(v.literal('1')) }),
  body: v.union([v.strictObject({ orgId: id, recordId: id }), v.strictObject({ orgId: id, digest: hex64 })]),
  answer: erasureSchema,
})
