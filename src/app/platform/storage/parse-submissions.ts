import * as v from 'valibot'
import type { StoredSubmission } from './draft-storage.ts'

const submissionSchema = v.object({
  digest: v.string(),
  draftId: v.string(),
  revision: v.number(),
  fileName: v.string(),
  text: v.string(),
  sealedText: v.exactOptional(v.string()),
  createdAt: v.number(),
  personName: v.string(),
})

/** The submissions in a list read back from storage; what is none is left out. */
export function parseSubmissions(stored: unknown): readonly StoredSubmission[] {
  const rows = Array.isArray(stored) ? stored : []
  return rows.flatMap((row: unknown) => {
    const parsed = v.safeParse(submissionSchema, row)
    return parsed.success ? [parsed.output] : []
  })
}
