import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { syntheticSubmissions } from '#tests/support/synthetic/submissions.ts'
import { aUnit } from '#tests/support/units.ts'

const deviceKeys = 500

/** Signed files of so many people of one unit, signed by many devices. */
export async function makeFiles(
  folder: string,
  count: number,
): Promise<{ readonly files: readonly string[]; readonly texts: readonly string[] }> {
  const keys = await Promise.all(Array.from({ length: Math.min(count, deviceKeys) }, () => aSigningKey()))
  const at = join(folder, 'files')
  await mkdir(at, { recursive: true })
  const files: string[] = []
  const texts: string[] = []
  const { name, division } = aUnit
  for await (const { text } of syntheticSubmissions(count, { keys, faultShare: 0.15, employer: { name, division } })) {
    const file = join(at, `${files.length}.rpu`)
    await writeFile(file, text)
    files.push(file)
    texts.push(text)
  }
  return { files, texts }
}
