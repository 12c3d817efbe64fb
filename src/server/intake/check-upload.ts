import { createHash } from 'node:crypto'
import type { AppError } from '#core/errors/error-code.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import { decodeText } from '#core/record/read-json.ts'
import type { SchemeIdentity } from '#core/scheme/bundle.ts'
import { schemeRelation } from '#core/scheme/scheme-version.ts'
import type { Severity } from '#core/rules/issue.ts'
import type { RuleEngine } from '#core/rules/create-rule-engine.ts'
import { readMessage } from '#core/signed/compact.ts'
import { readSealedOutside } from '#core/submission/open-sealed.ts'
import { readSubmission } from '#core/submission/read-submission.ts'
import { sealedLimits } from '#core/submission/sealed-submission.ts'
import type { Submission } from '#core/submission/submission.ts'
import { nodeFileCrypto } from './node-file-crypto.ts'
import { uploadClaimKind } from '#core/sync/upload-claim.ts'

/** A file as it came in, for one task. */
export interface Upload {
  readonly file: Uint8Array
  readonly claim: string | undefined
  readonly taskId: string
}

/** How many issues the rules found. */
export type IssueCounts = Readonly<Record<Severity, number>>

/** What the server knows of a file whose signature holds. */
export interface CheckedUpload {
  readonly digest: string
  /** Thumbprint of the device key that signed. */
  readonly device: string
  readonly recordId: string
  readonly revision: number
  readonly previous: string | null
  readonly isSealed: boolean
  /** Null when the file is sealed, or made with a newer version of the scheme than is known here. */
  readonly issues: IssueCounts | null
}

/** What a file is checked with. */
export interface CheckContext {
  readonly engine: Pick<RuleEngine, 'check'>
  readonly scheme: Pick<SchemeIdentity, 'id' | 'version'>
  /** Day in China, for the rules that know one. */
  readonly today: string
}

type Checked = Result<CheckedUpload>

// A sealed file says nothing to the server: what stands in for it is the device's word, bound to these very bytes.
async function checkSealed(text: string, { file, claim, taskId }: Upload): Promise<Checked> {
  const outside = readSealedOutside(text)
  if (!outside.ok) return outside
  if (claim === undefined) return fail('UPLOAD_CLAIM_BAD', { where: 'missing' })
  const signed = await readMessage(claim, uploadClaimKind)
  if (!signed) return fail('UPLOAD_CLAIM_BAD', { where: 'signature' })
  const { content, signer } = signed
  if (content.file !== createHash('sha256').update(file).digest('hex'))
    return fail('UPLOAD_CLAIM_BAD', { where: 'file' })
  if (content.taskId !== taskId) return fail('UPLOAD_TASK_OTHER', {})
  const { digest, recordId, revision, previous = null } = content
  return ok({ digest, device: signer, recordId, revision, previous, isSealed: true, issues: null })
}

function countIssues({ content }: Submission, { engine, today }: CheckContext): IssueCounts {
  const counts = { error: 0, warning: 0, info: 0 }
  for (const { severity } of engine.check(content.record, { today })) counts[severity] += 1
  return counts
}

function checkPlain(submission: Submission, taskId: string, context: CheckContext): Checked {
  const { content, digest, signers } = submission
  const { record, revision, previous = null } = content
  const relation = schemeRelation(content.scheme, context.scheme)
  if (relation === 'other') {
    const { id, version } = content.scheme
    return fail('RECORD_SCHEME_UNKNOWN', { found: id === context.scheme.id ? `${id} ${version}` : id })
  }
  if (content.taskId !== undefined && content.taskId !== taskId) return fail('UPLOAD_TASK_OTHER', {})
  const [device = ''] = signers
  // Persons may have an update of the scheme before the server has one: its unit judges, the server only carries.
  const issues = relation === 'newer' ? null : countIssues(submission, context)
  return ok({ digest, device, recordId: record.id, revision, previous, isSealed: false, issues })
}

/**
 * Verifies a file with the same reader the app and the command line use, and runs the rules. What the rules find does
 * not refuse it: the person signed it, and the unit decides. A sealed file may be larger than what is in it.
 */
export async function checkUpload(upload: Upload, context: CheckContext): Promise<Checked> {
  const text = decodeText(upload.file, sealedLimits)
  if (!text.ok) return text
  const submission = await readSubmission(text.value, nodeFileCrypto)
  if (submission.ok) return checkPlain(submission.value, upload.taskId, context)
  const { error }: { readonly error: AppError } = submission
  if (error.code !== 'SUBMISSION_SEALED' && error.code !== 'FILE_TOO_LARGE') return submission
  const sealed = await checkSealed(text.value, upload)
  const isPlain = !sealed.ok && sealed.error.code === 'SUBMISSION_NOT_ONE'
  return isPlain ? submission : sealed
}
