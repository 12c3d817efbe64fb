import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import * as v from 'valibot'
import { type FontPack, type PackEntry, packsFor, readPack } from '#core/print/font-pack.ts'
import { cacheFolder } from '#server/scheme/read-codes.ts'
import { notoPacks } from './font-packs.ts'

const root = new URL('../../../', import.meta.url)
const notoFile = new URL('node_modules/@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf', root)
const hanaFolder = new URL('public/fonts/', root)
const folder = join(cacheFolder, 'fonts')
const entrySchema = v.object({ file: v.string(), bytes: v.number(), common: v.boolean(), ranges: v.array(v.number()) })

const listIn = async (file: string): Promise<readonly PackEntry[]> =>
  v.parse(v.array(entrySchema), JSON.parse(await readFile(file, 'utf8')))

/** Cuts Noto Sans SC into packs, once for this copy of the program. */
async function cutNoto(list: string): Promise<readonly PackEntry[]> {
  const packs = notoPacks(await readFile(notoFile))
  await mkdir(folder, { recursive: true })
  for (const { file, body } of packs) await writeFile(join(folder, file), body)
  const entries = packs.map(({ file, bytes, common, ranges }) => ({ file, bytes, common, ranges }))
  // The list last and in one piece: with it, all packs are there.
  await writeFile(`${list}.${process.pid}`, JSON.stringify(entries))
  await rename(`${list}.${process.pid}`, list)
  return entries
}

/** The font packs that hold these characters, on a machine without a browser. */
export async function localFontPacks(text: Iterable<string>): Promise<readonly FontPack[]> {
  const list = join(folder, 'noto.json')
  const noto = await listIn(list).catch(() => cutNoto(list))
  const hana = await listIn(fileURLToPath(new URL('hana.json', hanaFolder)))
  const { packs } = packsFor(text, [...noto, ...hana])
  const needed = [...new Set([...noto.filter(({ common }) => common), ...packs])]
  return Promise.all(
    needed.map(async (entry) => {
      const file = hana.includes(entry) ? new URL(entry.file, hanaFolder) : join(folder, entry.file)
      return readPack(gunzipSync(await readFile(file)))
    }),
  )
}
