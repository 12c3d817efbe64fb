import * as v from 'valibot'
import { endpoint, staffRoles } from './endpoint.ts'
import { count, id, instant, shownLine } from './wire.ts'

const version = v.pipe(v.string(), v.regex(/^[\w.-]{1,32}$/))

/** Which version of the scheme a clerk's app works with. */
export const reportSchemeUse = endpoint({
  method: 'POST',
  path: '/scheme-uses',
  access: { staff: staffRoles },
  summary: '工作人员的应用报告自己用的采集方案版本',
  body: v.strictObject({ orgId: id, version }),
  answer: v.strictObject({}),
})

/** Which version the app of a person works with who handed in from this device. */
export const reportDeviceScheme = endpoint({
  method: 'POST',
  path: '/device-schemes',
  access: 'device',
  summary: '填报人的应用在同步时报告自己用的采集方案版本',
  body: v.strictObject({ version }),
  answer: v.strictObject({}),
})

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
          version,
          staff: count,
          devices: count,
          seenAt: instant,
        }),
      ),
      v.maxLength(5000),
    ),
  }),
})
