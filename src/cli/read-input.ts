import { open } from 'node:fs/promises'
import { fail, ok, type Result } from '#core/errors/result.ts'
import { parseRecord } from '#core/record/parse-record.ts'
import { decodeText, readJson } from '#core/record/read-json.ts'
import type { PersonRecord } from '#core/record/record.ts'
import type { Scheme } from '#core/scheme/scheme.ts'
import { fileKindOf } from '#core/submission/file-kind.ts'
import { ageOfSubmission } from '#core/submission/fit-submission.ts'
import { openSealed } from '#core/submission/open-sealed.ts'
import { readSubmission } from '#core/submission/read-submission.ts'
import { sealedLimits } from '#core/submission/sealed-submission.ts'
import { type Submission, submissionLimits } from '#core/submission/submission.ts'
import type { OpeningKey } from '#core/unit/unit.ts'
import { nodeFileCrypto } from '#server/intake/node-file-crypto.ts'

/** A record JSON, or a submission with the record it carries. */
export interface Input {
  readonly record: PersonRecord
  readonly submission?: Submission
  /** The earlier version of the scheme it was made with. */
  readonly earlier?: string
}

/** The text of a submission; a sealed one is opened when keys are given. */
export async function unsealed(text: string, keys: readonly OpeningKey[]): Promise<Result<string>> {
  const kind = fileKindOf(text)
  return kind.ok && kind.value === 'sealedSubmission' && keys.length > 0 ? openSealed(text, keys) : ok(text)
}

/** Reads a file as text; one byte more than the limit is enough to refuse it. */
export async function readTextFile(file: string): Promise<Result<string>> {
  try {
    const handle = await open(file)
    try {
      const { size } = await handle.stat()
      const limitBytes = sealedLimits.sizeBytes
      if (size > limitBytes) return fail('FILE_TOO_LARGE', { sizeBytes: size, limitBytes })
      return decodeText(new Uint8Array(await handle.readFile()), sealedLimits)
    } finally {
      await handle.close()
    }
  } catch (cause) {
    return fail('FILE_NOT_OPENED', { reason: cause instanceof Error ? cause.message : String(cause) })
  }
}

/** Reads a record JSON or a `.rpu`; which of the two is told by the content, not by the name. */
export async function readInput(file: string, scheme: Scheme, keys: readonly OpeningKey[]): Promise<Result<Input>> {
  const written = await readTextFile(file)
  const text = written.ok ? await unsealed(written.value, keys) : written
  if (!text.ok) return text
  const json = readJson(text.value, submissionLimits)
  if (!json.ok) return json
  const isEnvelope = typeof json.value === 'object' && json.value !== null && 'caibao' in json.value
  if (!isEnvelope) {
    const record = parseRecord(json.value, scheme)
    return record.ok ? ok({ record: record.value }) : record
  }
  const submission = await readSubmission(text.value, nodeFileCrypto)
  if (!submission.ok) return submission
  const { content } = submission.value
  const age = ageOfSubmission(content, scheme)
  if (!age.ok) return age
  const record = parseRecord(content.record, scheme, age.value)
  if (!record.ok) return record
  const earlier = age.value === 'earlier' ? { earlier: content.scheme.version } : {}
  return ok({ record: record.value, submission: submission.value, ...earlier })
}
