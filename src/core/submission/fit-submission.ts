import type { AppError } from '#core/errors/error-code.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import { fitToScheme, type RecordAge, type RecordError } from '#core/record/parse-record.ts'
import type { SchemeIdentity } from '#core/scheme/bundle.ts'
import type { Scheme } from '#core/scheme/scheme.ts'
import { schemeRelation } from '#core/scheme/scheme-version.ts'
import type { SubmissionContent } from './submission.ts'

/** Why a sound submission cannot be judged by the scheme in use here. */
export type SubmissionFitError = RecordError | AppError<'SUBMISSION_SCHEME_OTHER' | 'FILE_SCHEME_NEWER'>

/**
 * By which version of the scheme in use here a submission was made: the same, or an earlier one. Of a newer version
 * nobody here knows the fields, codes and rules; of another scheme even less.
 */
export function ageOfSubmission(
  { scheme: used }: Pick<SubmissionContent, 'scheme'>,
  scheme: Pick<SchemeIdentity, 'id' | 'version'>,
): Result<RecordAge, SubmissionFitError> {
  const relation = schemeRelation(used, scheme)
  if (relation === 'other') {
    const [found, ours] = [`${used.id} ${used.version}`, `${scheme.id} ${scheme.version}`]
    return fail('SUBMISSION_SCHEME_OTHER', { found, ours })
  }
  return relation === 'newer' ? fail('FILE_SCHEME_NEWER', { found: used.version, ours: scheme.version }) : ok(relation)
}

/**
 * Whether a verified submission may be judged by this scheme, and of which age it is; a server, which carries what it
 * cannot judge, compares the versions alone. What an earlier version left behind, the rules of today find.
 */
export function fitSubmission(
  content: Pick<SubmissionContent, 'scheme' | 'record'>,
  scheme: Scheme,
): Result<RecordAge, SubmissionFitError> {
  const age = ageOfSubmission(content, scheme)
  const fitting = age.ok ? fitToScheme(content.record, scheme, age.value) : age
  return fitting.ok ? age : fitting
}
