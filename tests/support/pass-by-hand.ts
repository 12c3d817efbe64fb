import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readPack } from '#core/pack/read-pack.ts'
import { signSubmission } from '#core/submission/sign-submission.ts'
import type { Managing } from './managing.ts'
import { anotherPerson } from './more-people.ts'
import { inPieces } from './packs.ts'
import { aSigningKey } from './signing-keys.ts'
import { aSubmissionContent } from './submissions.ts'
import { aUnit } from './units.ts'

/** Somebody of the unit hands in a file, and the clerk receives and passes it. */
export async function passByHand(clerk: Managing, folder: string, name: string, number: number): Promise<void> {
  const person = anotherPerson(name, number, { employer: aUnit.name })
  const { text } = await signSubmission(aSubmissionContent({}, person), await aSigningKey())
  const file = join(folder, `${name}.rpu`)
  await writeFile(file, text)
  await clerk.open('接收报送')
  await clerk.receive([file])
  await clerk.pass(name)
}

/** How many people a pack holds by its own word; not a number when it is none. */
export async function peopleIn(pack: { readonly path: string }): Promise<number> {
  const read = await readPack(inPieces(new Uint8Array(await readFile(pack.path))))
  return read.ok ? read.value.content.count : NaN
}
