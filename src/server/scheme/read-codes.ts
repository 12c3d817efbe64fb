import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type CompiledCodes, compileCodes } from '#core/scheme/compile/compile-codes.ts'
import type { SchemeBundle } from '#core/scheme/bundle.ts'
import { readEnglish } from '#core/scheme/compile/compile-english.ts'
import type { Guide } from '#core/guide/guide.ts'
import type { EnglishTexts } from '#core/scheme/english-texts.ts'
import { formatProblem, type Problem } from '#core/scheme/compile/problem.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))
/** Where what was compiled is kept. */
export const cacheFolder = join(root, 'node_modules', '.cache', 'caibao')

/** Folder of the scheme's sources. */
export const codesFolder = join(root, 'codes')

async function readFolder(folder: string, extension: RegExp): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries
    .filter((entry) => entry.isFile() && extension.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
  const texts = await Promise.all(paths.sort().map(async (path) => [path, await readFile(path, 'utf8')] as const))
  return new Map(texts.map(([path, text]) => [relative(root, path).replaceAll(sep, '/'), text]))
}

/** The files of `codes/` by path. */
export function readCodes(): Promise<ReadonlyMap<string, string>> {
  return readFolder(codesFolder, /\.(?:yaml|csv)$/)
}

/** `codes/` does not compile; the message lists every mistake with file and line. */
class CodesError extends Error {
  readonly problems: readonly Problem[]
  constructor(problems: readonly Problem[]) {
    super(['codes/ 有错误：', ...problems.map(formatProblem)].join('\n'))
    this.name = 'CodesError'
    this.problems = problems
  }
}

/** The English of `codes/english/`. */
export async function readEnglishTexts(): Promise<EnglishTexts> {
  const problems: Problem[] = []
  const texts = readEnglish(await readCodes(), problems)
  if (problems.length > 0) throw new CodesError(problems)
  return texts
}

/** Compiles `codes/` anew, with the sources of the rules. */
export async function compileSources(): Promise<CompiledCodes> {
  const compiled = await compileCodes(await readCodes())
  if ('problems' in compiled) throw new CodesError(compiled.problems)
  return compiled
}

// The bundle depends on codes/, on the code that compiles it and on the packages that code uses.
async function nameOf(files: ReadonlyMap<string, string>): Promise<string> {
  const sources = await readFolder(join(root, 'src', 'core'), /\.ts$/)
  const lock = await readFile(join(root, 'package-lock.json'), 'utf8')
  const hash = createHash('sha256')
  for (const [path, text] of [...files, ...sources]) hash.update(`${path}\0${text}\0`)
  return `scheme-${hash.update(lock).digest('hex').slice(0, 32)}`
}

/** Name of what is made of `codes/` as it stands, without extension. */
export const cacheName = async (): Promise<string> => nameOf(await readCodes())

/** What the app is built with: the bundle, and the guide beside it. */
interface Compiled {
  readonly bundle: SchemeBundle
  readonly guide: Guide
}

async function readCached(file: string): Promise<Compiled | undefined> {
  try {
    // Written by this program under a name that tells its sources: trusted like its code.
    const compiled: Compiled = JSON.parse(await readFile(file, 'utf8'))
    return compiled
  } catch {
    return undefined
  }
}

async function compileOnce(): Promise<Compiled> {
  const file = join(cacheFolder, `${await cacheName()}.json`)
  const cached = await readCached(file)
  if (cached) return cached
  const { bundle, guide } = await compileSources()
  await mkdir(cacheFolder, { recursive: true })
  const unfinished = `${file}.${randomUUID()}`
  await writeFile(unfinished, JSON.stringify({ bundle, guide }))
  await rename(unfinished, file)
  return { bundle, guide }
}

/** The compiled bundle of `codes/`; compiled once, then kept until a source changes. */
export const compiledBundle = async (): Promise<SchemeBundle> => (await compileOnce()).bundle

/** The compiled guide of `codes/guide/`, kept in the same way. */
export const compiledGuide = async (): Promise<Guide> => (await compileOnce()).guide
