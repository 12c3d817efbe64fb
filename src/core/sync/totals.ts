import * as v from 'valibot'
import { endpoint, staffRoles } from './endpoint.ts'
import { count, id, instant, shownLine } from './wire.ts'

/** How many people of an organisation and those below stand where. */
const peopleSchema = v.strictObject({
  people: count,
  received: count,
  inReview: count,
  returned: count,
  passed: count,
  reported: count,
})

/** People of an organisation by state, and of each one directly below. */
export const totalsSchema = v.strictObject({
  orgId: id,
  /** When these were true. */
  at: instant,
  whole: peopleSchema,
  below: v.pipe(
    v.array(v.strictObject({ orgId: id, name: shownLine(60), ...peopleSchema.entries })),
    v.maxLength(2000),
  ),
})

/** People of an organisation by state. */
export type Totals = v.InferOutput<typeof totalsSchema>

/** Live totals of an organisation and those below it. */
export const getTotals = endpoint({
  method: 'GET',
  path: '/totals',
  access: { staff: staffRoles },
  summary: '本单位及以下的实时人数，按状态',
  query: v.strictObject({ orgId: id }),
  answer: totalsSchema,
})
