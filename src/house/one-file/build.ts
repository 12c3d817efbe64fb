// Makes 采报-个人版.html: the individual edition as one file that opens from a disk, without any server.
// usage: npm run portable:html [-- --out <folder>]
import vue from '@vitejs/plugin-vue'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { build, type InlineConfig, type Plugin, type Rolldown } from 'vite'
import { notoPacks } from '#server/fonts/font-packs.ts'
import { codesPlugins } from '../codes-plugins.ts'
import { notoFile } from '../font-plugin.ts'
import { names } from '../portable/texts.ts'
import { root } from '../sources.mjs'
import { composePage, type PagePart } from './compose-page.ts'
import { twinsPlugin, workerPart } from './twins-plugin.ts'

/** Both levels of GB 2312 and the rest of the 20,902 characters of the first block; the extensions are left out. */
const packsInFile = 3
const workers = ['src/app/platform/print/print-worker.ts']
/** The oldest browsers that office PCs stop at. */
const target = ['chrome109', 'safari15']

async function bundle(entry: string, plugins: readonly Plugin[]): Promise<readonly Rolldown.OutputBundle[string][]> {
  const config: InlineConfig = {
    root,
    configFile: false,
    mode: 'production',
    logLevel: 'warn',
    publicDir: false,
    plugins: [twinsPlugin(), ...plugins],
    build: {
      write: false,
      target,
      cssMinify: 'lightningcss',
      cssCodeSplit: false,
      modulePreload: false,
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: Number.POSITIVE_INFINITY,
      rolldownOptions: { checks: { pluginTimings: false }, input: join(root, entry), output: { codeSplitting: false } },
    },
  }
  const made = await build(config)
  if (!Array.isArray(made) && 'output' in made) return made.output
  throw new Error(`${entry} was not built in one go`)
}

const textOf = (source: string | Uint8Array): string =>
  typeof source === 'string' ? source : Buffer.from(source).toString('utf8')

function onlyScript(output: readonly Rolldown.OutputBundle[string][]): string {
  const chunks = output.filter((each) => each.type === 'chunk')
  const [chunk] = chunks
  if (!chunk || chunks.length > 1) throw new Error(`one script was wanted, not ${chunks.length}`)
  return chunk.code
}

function fontParts(bytes: Uint8Array): readonly PagePart[] {
  const packs = notoPacks(bytes).slice(0, packsInFile)
  const list = packs.map(({ body: _body, ...entry }) => entry)
  const bodies = packs.map(({ file, body }) => ({
    path: `/fonts/${file}`,
    text: Buffer.from(body).toString('base64'),
  }))
  return [{ path: '/fonts/packs.json', text: JSON.stringify(list) }, ...bodies]
}

async function workerParts(): Promise<readonly PagePart[]> {
  return Promise.all(
    workers.map(async (source) => ({ path: workerPart(source), text: onlyScript(await bundle(source, [])) })),
  )
}

/** The whole page as text. */
export async function buildOneFile(): Promise<string> {
  const output = await bundle('src/app/main.ts', [...codesPlugins(), vue()])
  const assets = output.filter((each) => each.type === 'asset')
  const rare = await readFile(join(root, 'public/characters/rare.pack'))
  return composePage({
    script: onlyScript(output),
    style: assets
      .filter((asset) => asset.fileName.endsWith('.css'))
      .map(({ source }) => textOf(source))
      .join('\n'),
    icon: await readFile(join(root, 'public/icons/icon.svg'), 'utf8'),
    parts: [
      ...assets
        .filter((asset) => asset.fileName.startsWith('scheme/'))
        .map(({ fileName: name, source }) => ({ path: `/${name}`, text: textOf(source) })),
      ...fontParts(await readFile(notoFile)),
      { path: '/characters/rare.pack', text: rare.toString('base64') },
      ...(await workerParts()),
    ],
  })
}

/** Writes the page into a folder and tells where. */
export async function writeOneFile(folder: string): Promise<string> {
  const page = await buildOneFile()
  await mkdir(folder, { recursive: true })
  const path = join(folder, names.oneFile)
  await writeFile(path, page)
  return path
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { out: { type: 'string', default: join(root, 'portable') } } })
  const path = await writeOneFile(values.out)
  const { length } = await readFile(path)
  process.stdout.write(`${path}（${(length / 1_048_576).toFixed(1)} MB）\n`)
}
