import { harmlessFileName } from '#core/characters/file-name.ts'
import type { PersonRecord } from '#core/record/record.ts'
import type { SchemeIdentity } from '#core/scheme/bundle.ts'
import { signSubmission } from '#core/submission/sign-submission.ts'
import type { SigningKey } from '#core/submission/submission.ts'
import { rosterPaperWords } from '../words/roster.zh-CN.ts'

/** What a file the unit enters somebody by is made with. */
interface Entering {
  readonly scheme: Pick<SchemeIdentity, 'id' | 'version' | 'digest'>
  readonly createdAt: string
  readonly key: SigningKey
}

/** A person as a file signed by the unit: revision 0, so that whatever the person hands in is newer. */
export async function enteredFile(record: PersonRecord, { scheme, createdAt, key }: Entering): Promise<File> {
  const { id, version, digest } = scheme
  const content = {
    record: JSON.parse(JSON.stringify(record)),
    revision: 0,
    scheme: { id, version, digest },
    createdAt,
    warnings: [],
  }
  const { text } = await signSubmission(content, key)
  return new File([text], harmlessFileName(rosterPaperWords.enteredFile(record.basic['name'] ?? '')))
}
