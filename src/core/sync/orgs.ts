import * as v from 'valibot'
import { unitSchema } from '#core/unit/unit.ts'
import { endpoint } from './endpoint.ts'
import { id, shownLine } from './wire.ts'

const { orgCode, division, level } = unitSchema.entries

/** An organisation in the tree: 自治区 → 市 → 主管部门 → 单位. */
export const orgSchema = v.strictObject({
  id,
  parentId: v.nullable(id),
  name: shownLine(60),
  orgCode,
  division,
  level,
})

/** An organisation in the tree. */
export type Org = v.InferOutput<typeof orgSchema>

/** The organisations one may see: one's own and those below. */
export const listOrgs = endpoint({
  method: 'GET',
  path: '/orgs',
  access: { staff: ['collector', 'reviewer', 'admin'] },
  summary: '本单位和下级单位；under 只要某单位直接的下级，after 是上一页最后一个的 id',
  query: v.strictObject({ under: v.exactOptional(id), after: v.exactOptional(id) }),
  answer: v.strictObject({ items: v.pipe(v.array(orgSchema), v.maxLength(500)), next: v.nullable(id) }),
})

/** One of them. */
export const getOrg = endpoint({
  method: 'GET',
  path: '/orgs/:orgId',
  access: { staff: ['collector', 'reviewer', 'admin'] },
  summary: '本单位或一个下级单位，现在在谁下面',
  params: v.strictObject({ orgId: id }),
  answer: orgSchema,
})
