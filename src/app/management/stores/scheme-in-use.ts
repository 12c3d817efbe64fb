import { isOtherSchemeChosen } from '#app/platform/scheme/scheme-mark.ts'
import type { ListedCase } from '#app/platform/storage/case-storage.ts'
import { usePlatform } from '#app/shared/platform.ts'
import { useSchemeStore } from '#app/shared/scheme/useSchemeStore.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import { withNewCodeNames } from '#core/record/code-names.ts'
import type { PersonRecord } from '#core/record/record.ts'
import {
  type CaseRow,
  caseRowOf,
  type Findings,
  findingsOf,
  isCheckedBy,
  lineByFindings,
  rowAfterStep,
  rulesName,
} from '#core/review/case-row.ts'
import { renamedCodes } from '#core/review/renamed-codes.ts'
import type { ReviewCase } from '#core/review/review-case.ts'
import type { SubmissionContent } from '#core/submission/submission.ts'

const notHere: AppError = { code: 'SCHEME_UNAVAILABLE', params: { reason: 'rules' } }

/** The rules this page works with, and whether another tab has changed them since: then nothing is decided by them. */
export function useSchemeInUse() {
  const { clock } = usePlatform()
  const scheme = useSchemeStore()
  const { manifest } = scheme
  const rules = rulesName(manifest)

  const stillInUse = (): Result<void> =>
    isOtherSchemeChosen() ? fail('SCHEME_CHANGED', { used: manifest.version }) : ok(undefined)

  /** What the unit makes, with the names of its codes. */
  const named = (record: PersonRecord): PersonRecord => withNewCodeNames(record, scheme.officialScheme, scheme.lookup)

  /** Codes of a record that mean something else by now (M17). */
  const renamedIn = (record: PersonRecord) => renamedCodes(record, scheme.officialScheme, scheme.lookup)

  /** What they find; nothing while they are not here. */
  function findingsIn({ record, warnings }: SubmissionContent): Findings | undefined {
    const issues = scheme.engine?.check(record, { today: clock.today() })
    return issues && findingsOf([...issues, ...renamedIn(record)], warnings, manifest)
  }

  /** A line by what they find now; nothing is decided by others. */
  async function lineNow<Row extends CaseRow>(line: Row, content: SubmissionContent): Promise<Result<Row>> {
    await scheme.prepareRules()
    const isCurrent = stillInUse()
    if (!isCurrent.ok) return isCurrent
    const findings = findingsIn(content)
    if (findings) return ok(lineByFindings(line, findings))
    return isCheckedBy(line, rules) ? ok(line) : { ok: false, error: scheme.error ?? notHere }
  }

  /**
   * The line after a step, by what they find; while they are not here, or its text is not, what was found of the same
   * payload stays. Of another payload without its text, there is no line.
   */
  function lineAfter<Content extends SubmissionContent | undefined>(
    { key: _key, ...line }: ListedCase,
    after: ReviewCase,
    content: Content,
  ): CaseRow | (Content extends undefined ? undefined : never) {
    const findings = content && findingsIn(content)
    if (!findings && line.standing === after.standing) return rowAfterStep(line, after)
    return content && caseRowOf(after, content, findings)
  }
  return { version: manifest.version, rules, stillInUse, named, renamedIn, findingsIn, lineNow, lineAfter }
}
