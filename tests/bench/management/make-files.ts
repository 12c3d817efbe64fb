import { createWriteStream } from 'node:fs'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { makeZip } from '#core/zip/write-zip.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { syntheticPack, syntheticSubmissions } from '#tests/support/synthetic/submissions.ts'
import { aUnit } from '#tests/support/units.ts'

const deviceKeys = 500
const schoolOf = {
  ...aUnit,
  name: '北流市第二中学',
  orgCode: '12450981498811999X',
  parent: { name: aUnit.name, orgCode: aUnit.orgCode },
}

const isThere = async (folder: string, name: string): Promise<boolean> => (await readdir(folder)).includes(name)

/** Signed files of so many people of one unit, signed by many devices; made once in a folder. */
export async function makeFiles(folder: string, count: number): Promise<readonly string[]> {
  const at = join(folder, `files-${count}`)
  await mkdir(at, { recursive: true })
  const files = Array.from({ length: count }, (_, index) => join(at, `${index}.rpu`))
  if (await isThere(folder, `made-${count}`)) return files
  const keys = await Promise.all(Array.from({ length: Math.min(count, deviceKeys) }, () => aSigningKey()))
  const { name, division } = aUnit
  let index = 0
  for await (const { text } of syntheticSubmissions(count, { keys, faultShare: 0.15, employer: { name, division } })) {
    await writeFile(files[index] ?? '', text)
    index += 1
  }
  await writeFile(join(folder, `made-${count}`), '')
  return files
}

export const textsOf = (files: readonly string[]): Promise<readonly string[]> =>
  Promise.all(files.map((file) => readFile(file, 'utf8')))

/** The same files in one ZIP. */
export async function makeZipOf(folder: string, files: readonly string[]): Promise<string> {
  const path = join(folder, `files-${files.length}.zip`)
  if (await isThere(folder, `files-${files.length}.zip`)) return path
  const zip = makeZip()
  for (const [index, file] of files.entries()) {
    await zip.open(`${index}.rpu`).write(await readFile(file, 'utf8'))
  }
  await pipeline(Readable.from(zip.finish(), { objectMode: true }), createWriteStream(path))
  return path
}

/** A pack of so many people of a school below; made once in a folder. */
export async function makePackOf(folder: string, count: number): Promise<string> {
  const path = join(folder, `pack-${count}.rpz`)
  if (await isThere(folder, `pack-${count}.rpz`)) return path
  const { stream } = await syntheticPack(count, { unit: schoolOf, key: await aSigningKey() })
  await pipeline(Readable.fromWeb(stream), createWriteStream(path))
  return path
}
