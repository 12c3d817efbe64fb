import * as v from 'valibot'
import { endpoint } from './endpoint.ts'
import { orgSchema } from './orgs.ts'
import { newOrgSchema } from './sign-in-options.ts'
import { staffMay } from './staff-may.ts'
import { count, id } from './wire.ts'

const governors = { staff: staffMay.govern } as const
const { name, orgCode, division, level } = newOrgSchema.entries

/** Most organisations in one import: all units of a city. */
const orgImportLimit = 20_000

/** Adds an organisation under another. */
export const createOrg = endpoint({
  method: 'POST',
  path: '/orgs',
  access: governors,
  summary: '在某单位下增加一个单位',
  body: v.strictObject({ parentId: id, ...newOrgSchema.entries }),
  answer: orgSchema,
})

/** Renames an organisation, corrects its code, division or level, or puts it under another with all below it; the log keeps how it was. */
export const changeOrg = endpoint({
  method: 'POST',
  path: '/orgs/:orgId',
  access: governors,
  summary: '给单位改名、更正机构代码、区划或级别，或连同下级移到别的上级之下；原来的样子留在日志里',
  params: v.strictObject({ orgId: id }),
  body: v.strictObject({
    name: v.exactOptional(name),
    orgCode: v.exactOptional(orgCode),
    division: v.exactOptional(division),
    level: v.exactOptional(level),
    parentId: v.exactOptional(id),
  }),
  answer: orgSchema,
})

/** A row of an import; whose parent code is empty stands directly under the organisation imported into. */
export const importedOrgSchema = v.strictObject({
  ...newOrgSchema.entries,
  parentCode: v.union([orgCode, v.literal('')]),
})

/** A row of an import. */
export type ImportedOrg = v.InferOutput<typeof importedOrgSchema>

/** Imports organisations: all of them or none. What is there by its code is corrected or moved, never doubled. */
export const importOrgs = endpoint({
  method: 'POST',
  path: '/org-imports',
  access: governors,
  summary: '导入单位表：全部导入或全部不动；机构代码已有的会更新，不会重复',
  bodyBytes: 8 * 1_048_576,
  body: v.strictObject({
    under: id,
    rows: v.pipe(v.array(importedOrgSchema), v.minLength(1), v.maxLength(orgImportLimit)),
  }),
  answer: v.strictObject({ added: count, changed: count, unchanged: count }),
})
