import type { Issue } from '#core/rules/issue.ts'

/** Whether an issue is said at its field: an optional one left empty is nothing to remark on; the check panel lists it. */
export const isSaidAtField = ({ severity, kind }: Issue): boolean => !(severity === 'info' && kind === 'missing')
