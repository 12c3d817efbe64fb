import * as v from 'valibot'
import { endpoint } from './endpoint.ts'
import { staffMay } from './staff-may.ts'
import { hex64, id } from './wire.ts'

const mostNamed = 1000

/** What was erased, and where the person's data still lies. */
export const erasureSchema = v.strictObject({
  /** Submissions and corrections whose content is gone; empty when it was gone before. */
  digests: v.pipe(v.array(hex64), v.maxLength(mostNamed)),
  /** Packs reported up that hold the person: signed as one piece, so they are for their receiver to decide about. */
  packs: v.pipe(v.array(id), v.maxLength(mostNamed)),
})

/** What was erased. */
export type Erasure = v.InferOutput<typeof erasureSchema>

/** Erases what an organisation holds of one person; the log keeps that it was so, and nothing of the content. */
export const eraseRecord = endpoint({
  method: 'POST',
  path: '/erasures',
  access: { staff: staffMay.govern },
  summary:
    '应本人要求删除一个人在某单位的数据：报送原件、更正、审核步骤和退回单的内容都删掉，日志只留校验码；packs 是已上报、仍含此人的上报包',
  body: v.union([v.strictObject({ orgId: id, recordId: id }), v.strictObject({ orgId: id, digest: hex64 })]),
  answer: erasureSchema,
})
