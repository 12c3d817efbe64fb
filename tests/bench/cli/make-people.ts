import { createWriteStream } from 'node:fs'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { exportJWK, generateKeyPair } from 'jose'
import { readSigningKey } from '#cli/signing-key.ts'
import { encodeLines } from '#core/pack/lines.ts'
import { packLines } from '#core/pack/write-pack.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { syntheticSubmissions } from '#tests/support/synthetic/submissions.ts'
import { aBureau, aUnit } from '#tests/support/units.ts'

const filesInFolder = 1000
const deviceKeys = 500

/** Signed files of so many people, each checked by rules that refuse nothing, in folders of a thousand. */
async function writeSubmissions(
  people: number,
  folder: string,
): Promise<{ readonly digests: string[]; readonly files: string[] }> {
  const keys = await Promise.all(Array.from({ length: Math.min(people, deviceKeys) }, () => aSigningKey()))
  const digests: string[] = []
  const files: string[] = []
  for await (const { text, digest } of syntheticSubmissions(people, { keys, faultShare: 0, rareShare: 0 })) {
    const inside = join(folder, String(Math.floor(files.length / filesInFolder)))
    if (files.length % filesInFolder === 0) await mkdir(inside, { recursive: true })
    const file = join(inside, `${files.length}.rpu`)
    await writeFile(file, text)
    files.push(file)
    digests.push(digest)
  }
  return { digests, files }
}

/** Everything the commands are given, made in this folder unless it is there already: units, a key, single files and one pack of the same people. */
export async function makePeople(people: number, folder: string): Promise<void> {
  const at = (name: string): string => join(folder, name)
  await mkdir(folder, { recursive: true })
  if ((await readdir(folder)).includes('made')) return
  const { privateKey } = await generateKeyPair('ES256', { extractable: true })
  await writeFile(at('unit.jwk'), JSON.stringify(await exportJWK(privateKey)))
  await writeFile(at('unit.json'), JSON.stringify(aUnit))
  await writeFile(at('bureau.json'), JSON.stringify(aBureau))
  const { digests, files } = await writeSubmissions(people, at('files'))
  async function* texts(): AsyncGenerator<string, void> {
    for (const file of files) yield await readFile(file, 'utf8')
  }
  const manifest = {
    unit: aUnit,
    scheme: { id: 'gx-zyjs', version: '2012.1' },
    createdAt: '2026-11-24T03:00:00.000Z',
    submissions: digests,
  }
  const { lines } = await packLines({ manifest, submissions: texts(), key: await readSigningKey(at('unit.jwk')) })
  await pipeline(encodeLines(lines), createGzip(), createWriteStream(at('people.rpz')))
  await writeFile(at('made'), '')
}
