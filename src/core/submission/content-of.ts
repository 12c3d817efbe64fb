import { base64url } from 'jose'
import * as v from 'valibot'
import type { PersonRecord } from '#core/record/record.ts'
import { envelopeSchema, type SubmissionContent, submissionContentSchema } from './submission.ts'

/** The content of a submission that was verified when it came and kept under seal since; throws for any other text. */
export function contentOf(text: string): SubmissionContent {
  const { payload } = v.parse(envelopeSchema, JSON.parse(text))
  return v.parse(submissionContentSchema, JSON.parse(new TextDecoder().decode(base64url.decode(payload))))
}

/**
 * The record alone of such a text, not looked at again: what counts a hundred thousand people has no time for it. The
 * seal vouches that it is what was verified.
 */
export function recordOf(text: string): PersonRecord {
  const envelope: { readonly payload: string } = JSON.parse(text)
  const content: { readonly record: PersonRecord } = JSON.parse(
    new TextDecoder().decode(base64url.decode(envelope.payload)),
  )
  return content.record
}
