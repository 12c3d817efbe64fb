import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { PersonRecord } from '#core/record/record.ts'
import { signSubmission } from '#core/submission/sign-submission.ts'
import type { Unit } from '#core/unit/unit.ts'
import { aPack } from './packs.ts'
import { aSigningKey } from './signing-keys.ts'
import { aSubmissionContent } from './submissions.ts'

/** Writes the pack with one person that a unit reports; says where it lies. */
export async function packFileOf(folder: string, { parent, ...unit }: Unit, person: PersonRecord): Promise<string> {
  const submission = await signSubmission(aSubmissionContent({}, person), await aSigningKey())
  const below = parent ? { ...unit, parent: { name: parent.name, orgCode: parent.orgCode } } : unit
  const file = join(folder, `${unit.name}.rpz`)
  await writeFile(file, await aPack([submission], { unit: below, key: await aSigningKey() }))
  return file
}
