import type { PersonRecord } from '#core/record/record.ts'
import { signSubmission } from '#core/submission/sign-submission.ts'
import type { SigningKey } from '#core/submission/submission.ts'
import { idNumberOf } from './id-numbers.ts'
import { aPerson } from './people.ts'
import { aSubmissionContent } from './submissions.ts'

/** A valid ID number of a woman born on the day of the teacher in `people.ts`. */
const anIdNumber = (position: number): string => idNumberOf('452526', '1979-04-18', position * 2)

/** Nobody shares a mobile, unless a test wants it. */
export const aMobile = (position: number): string => `1380775${String(position).padStart(4, '0')}`

const title = {
  qualificationName: '04301',
  titleSeries: '04',
  titleLevel: '3',
  acquisitionMethod: '11',
  reviewCommittee: '3004',
  issueDate: '2006-12',
  certificateNumber: 'B0612345',
}

/** Another person with nothing open. */
export function anotherPerson(name: string, position: number, basic: PersonRecord['basic'] = {}): PersonRecord {
  const id = `1f8fad5b-d9cb-469f-a165-${String(position).padStart(12, '0')}`
  const base = aPerson({ id, titles: [title] })
  const own = { name, idNumber: anIdNumber(position), mobile: aMobile(position), currentPost: '053' }
  return { ...base, basic: { ...base.basic, ...own, ...basic } }
}

/** A submission of a person, signed by their device. */
export async function submissionOf(person: PersonRecord, key: SigningKey, revision = 1): Promise<string> {
  return (await signSubmission(aSubmissionContent({ revision }, person), key)).text
}
