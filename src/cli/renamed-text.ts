import { officialRow, placeIn } from '#core/record/place-in.ts'
import { identityOf } from '#core/review/identity.ts'
import { renamedCodes } from '#core/review/renamed-codes.ts'
import { ageOfSubmission } from '#core/submission/fit-submission.ts'
import type { SubmissionContent } from '#core/submission/submission.ts'
import type { SchemeTables } from '#server/scheme/load-scheme.ts'
import { namedApart } from './whose.ts'

const mostTold = 20

/** A code that means something else by now: whose it is, so that two of one name are told apart, and where it stands. */
interface RenamedPlace {
  readonly name: string
  readonly idNumber: string
  readonly birthDate: string
  readonly path: string
  /** The sheet, and the row as the app counts it. */
  readonly place: string
  readonly message: string
}

// Which field of the row it is, the message says.
const withoutField = (path: string): string => path.replace(/\.\w+$/u, '')

/** The same of all codes of a record. */
function placesIn({ record }: SubmissionContent, { scheme, tables }: SchemeTables): readonly RenamedPlace[] {
  const { name = '' } = record.basic
  const { idNumber, birthDate } = identityOf(record)
  return renamedCodes(record, scheme, tables).map(({ path, message }) => {
    const place = placeIn(scheme, withoutField(path), officialRow)
    return { name, idNumber, birthDate, path, place, message }
  })
}

/**
 * Codes that mean something else by now (M17), of people who are read one after the other: how many people have any, and
 * the first of their places by name. An update may have renamed what thousands filled in.
 */
export function noteRenamed(loaded: SchemeTables) {
  const first: RenamedPlace[] = []
  let [people, places] = [0, 0]
  return {
    take(content: SubmissionContent): void {
      // By a newer scheme the tables here are the older ones, and say nothing of what the code means now.
      if (!ageOfSubmission(content, loaded.bundle.manifest).ok) return
      const found = placesIn(content, loaded)
      if (found.length > 0) people += 1
      places += found.length
      first.push(...found.slice(0, mostTold - first.length))
    },
    /** What is said of them; nothing where there are none. */
    lines(): readonly string[] {
      const rest = places - first.length
      const told = first.map((each) => `M17 ${namedApart(each)} ${each.place}：${each.message}`)
      return rest > 0 ? [...told, `M17 另有 ${rest} 处，一共 ${people} 人。`] : told
    },
    /** The same for a program. */
    facts: () => (people > 0 ? { renamed: { people, places, first } } : {}),
  }
}

/** What was noted of the people of one file or of many. */
export type RenamedNotes = ReturnType<typeof noteRenamed>
