import * as v from 'valibot'
import { endpoint, staffRoles } from './endpoint.ts'
import { count, id, instant, shownLine } from './wire.ts'

/** How versions of the scheme are written. */
export const schemeVersionSchema = v.pipe(v.string(), v.regex(/^[\w.-]{1,32}$/))

/**
 * Header that says which version of the scheme an app works with. It stands beside requests that are made anyway (where
 * a submission stands; the session of a clerk), and says nothing of the person.
 */
export const schemeHeader = 'Caibao-Scheme'

/** Who works with which version, organisation by organisation. */
export const listSchemeUses = endpoint({
  method: 'GET',
  path: '/scheme-uses',
  access: { staff: staffRoles },
  summary: '本单位及以下各单位用着哪些采集方案版本，各有多少人、最近什么时候',
  query: v.strictObject({ orgId: id }),
  answer: v.strictObject({
    items: v.pipe(
      v.array(
        v.strictObject({
          orgId: id,
          name: shownLine(60),
          version: schemeVersionSchema,
          staff: count,
          devices: count,
          seenAt: instant,
        }),
      ),
      v.maxLength(5000),
    ),
  }),
})

/** Who works with which version. */
export type SchemeUses = v.InferOutput<typeof listSchemeUses.answer>['items']
