import { base64url } from 'jose'
import * as v from 'valibot'
import { envelopeSchema, type SubmissionContent, submissionContentSchema } from './submission.ts'

/** The content of a submission that was verified when it came and kept under seal since; throws for any other text. */
export function contentOf(text: string): SubmissionContent {
  const { payload } = v.parse(envelopeSchema, JSON.parse(text))
  return v.parse(submissionContentSchema, JSON.parse(new TextDecoder().decode(base64url.decode(payload))))
}
