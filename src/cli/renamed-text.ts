import { renamedCodes } from '#core/review/renamed-codes.ts'
import { ageOfSubmission } from '#core/submission/fit-submission.ts'
import type { SubmissionContent } from '#core/submission/submission.ts'
import type { SchemeTables } from '#server/scheme/load-scheme.ts'

const mostTold = 20

/**
 * Codes that mean something else by now (M17), of people who are read one after the other: how many people have any, and
 * the first of their places by name. An update may have renamed what thousands filled in.
 */
export function noteRenamed({ bundle, scheme, tables }: SchemeTables) {
  const first: { readonly name: string; readonly path: string; readonly message: string }[] = []
  let [people, places] = [0, 0]
  return {
    take(content: SubmissionContent): void {
      // By a newer scheme the tables here are the older ones, and say nothing of what the code means now.
      if (!ageOfSubmission(content, bundle.manifest).ok) return
      const found = renamedCodes(content.record, scheme, tables)
      if (found.length > 0) people += 1
      places += found.length
      const { name = '' } = content.record.basic
      const told = found.slice(0, mostTold - first.length)
      first.push(...told.map(({ path, message }) => ({ name, path, message })))
    },
    /** What is said of them; nothing where there are none. */
    lines(): readonly string[] {
      const rest = places - first.length
      const told = first.map(({ name, message }) => `M17 ${name}：${message}`)
      return rest > 0 ? [...told, `M17 另有 ${rest} 处，一共 ${people} 人。`] : told
    },
    /** The same for a program. */
    facts: () => (people > 0 ? { renamed: { people, places, first } } : {}),
  }
}

/** What was noted of the people of one file or of many. */
export type RenamedNotes = ReturnType<typeof noteRenamed>
