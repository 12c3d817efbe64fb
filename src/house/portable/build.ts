// Makes the USB edition: a folder that runs from a stick on a PC without Node and without a network.
// usage: npm run portable [-- --target linux-x64|linux-arm64|win-x64 …] [--out <folder>]
import { chmod, copyFile, cp, mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, extname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { compiledBundle, cacheFolder, cacheName } from '#server/scheme/read-codes.ts'
import { loadWrittenRules } from '#server/scheme/written-module.ts'
import { writeOneFile } from '../one-file/build.ts'
import { root } from '../sources.mjs'
import { nativeSuffix, nodeRuntime, type Target, targets } from './node-runtime.ts'
import { registryPackage } from './registry-package.ts'
import { names, readMe, startLinux, startWindows } from './texts.ts'
import { compiledFor, type NativePart, tracePackages } from './traced-files.ts'

const sources = [
  'package.json',
  'package-lock.json',
  'LICENSE',
  'codes',
  'src/core',
  'src/server',
  'docs/third-party.md',
]

const compressed = new Set(['.br', '.gz'])

async function copyFiles(files: readonly string[], into: string): Promise<void> {
  for (const folder of new Set(files.map((file) => dirname(join(into, file))))) await mkdir(folder, { recursive: true })
  await Promise.all(files.map((file) => copyFile(join(root, file), join(into, file))))
}

/** What is compiled from `codes/` travels ready-made, under the name that tells its sources. */
async function copyCompiled(into: string): Promise<void> {
  await loadWrittenRules(await compiledBundle())
  const name = await cacheName()
  const folder = join(into, 'node_modules', '.cache', 'caibao')
  await mkdir(folder, { recursive: true })
  for (const extension of ['json', 'mjs'])
    await copyFile(join(cacheFolder, `${name}.${extension}`), join(folder, `${name}.${extension}`))
}

/** Compiled parts for each wanted system; a package that has none for it would fail there, so it fails here. */
async function copyNative(parts: readonly NativePart[], wanted: readonly Target[], into: string): Promise<void> {
  const bases = new Set(parts.map(({ name }) => name.slice(0, name.search(compiledFor))))
  for (const base of bases)
    for (const target of wanted) {
      const part = parts.find(({ name }) => name === `${base}${nativeSuffix[target]}`)
      if (!part) throw new Error(`${base} 没有 ${target} 用的编译好的部分`)
      const folder = registryPackage(part.name, part.version)
      await cp(folder, join(into, 'node_modules', ...part.name.split('/')), { recursive: true })
    }
}

async function copyRuntime(target: Target, into: string): Promise<void> {
  const { program, licence } = await nodeRuntime(target)
  const folder = join(into, 'runtime', target)
  await mkdir(folder, { recursive: true })
  const copied = join(folder, target === 'win-x64' ? 'node.exe' : 'node')
  await copyFile(program, copied)
  await chmod(copied, 0o755)
  if (licence !== undefined) await copyFile(licence, join(folder, 'LICENSE'))
}

async function writeTexts(folder: string): Promise<void> {
  await writeFile(join(folder, 'README.txt'), readMe)
  await writeFile(join(folder, names.startWindows), startWindows)
  await writeFile(join(folder, names.startLinux), startLinux, { mode: 0o755 })
}

/** What the USB edition is made for, and where it goes. */
export interface PortableOptions {
  readonly out: string
  readonly wanted: readonly Target[]
  /** The single file for the individual goes along. */
  readonly withOneFile: boolean
}

/** Makes the folder of the USB edition anew; the data of an earlier one in the same place stays. */
export async function buildPortable({ out, wanted, withOneFile }: PortableOptions): Promise<string> {
  const folder = join(out, names.folder)
  const program = join(folder, names.program)
  await rm(program, { recursive: true, force: true })
  await mkdir(join(folder, names.data), { recursive: true })
  await mkdir(program, { recursive: true })
  for (const source of sources) await cp(join(root, source), join(program, source), { recursive: true })
  // On the same machine nothing is sent compressed.
  await cp(join(root, 'dist'), join(program, 'dist'), {
    recursive: true,
    filter: (source) => !compressed.has(extname(source)),
  })
  const traced = await tracePackages()
  await copyFiles(traced.files, program)
  await copyNative(traced.native, wanted, program)
  await copyCompiled(program)
  for (const target of wanted) await copyRuntime(target, program)
  await writeTexts(folder)
  if (withOneFile) await writeOneFile(folder)
  return folder
}

/** How much a folder holds. */
async function sizeOf(folder: string): Promise<{ readonly bytes: number; readonly files: number }> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  const sizes = await Promise.all(files.map(async (entry) => (await stat(join(entry.parentPath, entry.name))).size))
  return { bytes: sizes.reduce((sum, size) => sum + size, 0), files: files.length }
}

const megabytes = (bytes: number): string => `${(bytes / 1_048_576).toFixed(0)} MB`

const isTarget = (text: string): text is Target => targets.some((target) => target === text)

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      target: { type: 'string', multiple: true, default: [...targets] },
      out: { type: 'string', default: join(root, 'portable') },
    },
  })
  const wanted = values.target.filter(isTarget)
  if (wanted.length < values.target.length) throw new RangeError(`--target 只认 ${targets.join('、')}。`)
  const folder = await buildPortable({ out: values.out, wanted, withOneFile: true })
  const { bytes, files } = await sizeOf(folder)
  process.stdout.write(`${folder}\n共 ${files} 个文件，${megabytes(bytes)}\n`)
  for (const target of wanted) {
    const { bytes: runtime } = await sizeOf(join(folder, names.program, 'runtime', target))
    process.stdout.write(`其中 ${target} 的运行程序 ${megabytes(runtime)}\n`)
  }
}

if (import.meta.main) {
  try {
    await main()
  } catch (cause) {
    process.stderr.write(`没有做成：${cause instanceof Error ? cause.message : String(cause)}\n`)
    process.exitCode = 1
  }
}
