import type { Issue } from '#core/rules/issue.ts'
import { type Confirmation, isConfirmed } from './confirmation.ts'

/** The issues of a record as people work through them (FAQ 2-2, 2-12). */
export interface OpenPoints {
  /** 必改 */
  readonly errors: readonly Issue[]
  /** 必录未填 */
  readonly missing: readonly Issue[]
  /** 提醒, not yet confirmed with a reason */
  readonly warnings: readonly Issue[]
  /** 提醒 confirmed with a reason */
  readonly confirmed: readonly Issue[]
  /** 非必录未填 */
  readonly optional: readonly Issue[]
  /** 提示 */
  readonly hints: readonly Issue[]
}

/** Sorts issues into the lists of the check panel, each in the order of the form. */
export function openPoints(issues: readonly Issue[], confirmations: readonly Confirmation[]): OpenPoints {
  const of = (severity: Issue['severity'], kind?: Issue['kind']) =>
    issues.filter((issue) => issue.severity === severity && (kind === undefined || issue.kind === kind))
  const warnings = of('warning')
  return {
    errors: of('error', 'wrong'),
    missing: of('error', 'missing'),
    warnings: warnings.filter((issue) => !isConfirmed(issue, confirmations)),
    confirmed: warnings.filter((issue) => isConfirmed(issue, confirmations)),
    optional: of('info', 'missing'),
    hints: of('info', 'wrong'),
  }
}

/** Whether nothing stands in the way of 生成报送. */
export function canHandIn({ errors, missing, warnings }: OpenPoints): boolean {
  return errors.length + missing.length + warnings.length === 0
}

/** What F8 walks through, in the order of the form. */
export function walkOf(issues: readonly Issue[], points: OpenPoints): readonly Issue[] {
  const open = new Set<Issue>([...points.errors, ...points.missing, ...points.warnings])
  return issues.filter((issue) => open.has(issue))
}
