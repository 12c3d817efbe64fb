import { existsSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { glob } from 'node:fs/promises'
import { build, type Rolldown } from 'vite'
import { root } from '../sources.mjs'
import { optionalDependencies } from './node-runtime.ts'

/** A package with compiled parts for one system. */
export interface NativePart {
  readonly name: string
  readonly version: string
}

/** What of `node_modules` the server needs. */
export interface TracedPackages {
  /** Paths from the root. */
  readonly files: readonly string[]
  readonly native: readonly NativePart[]
}

/** What the name of a package with compiled parts ends in. */
export const compiledFor = /-(?:linux|win32|darwin|android|freebsd|wasm32)(?:-|$)/
const packagesFolder = join(root, 'node_modules') + sep

async function entries(): Promise<readonly string[]> {
  const found: string[] = []
  for await (const file of glob('src/server/**/*.ts', { cwd: root })) found.push(join(root, file))
  return found.filter((file) => !file.endsWith('.d.ts'))
}

/** Folder of the package a file belongs to. */
function packageOf(file: string): string {
  const at = file.lastIndexOf(`${sep}node_modules${sep}`)
  const [scope = '', name = ''] = file.slice(at + '/node_modules/'.length).split(sep)
  return join(file.slice(0, at), 'node_modules', scope.startsWith('@') ? join(scope, name) : scope)
}

/** Packages with compiled parts that a package chooses from, one for each system it runs on. */
async function nativeParts(folder: string): Promise<readonly NativePart[]> {
  const optional = Object.entries(await optionalDependencies(join(folder, 'package.json')))
  return optional.map(([name, version]) => ({ name, version })).filter(({ name }) => compiledFor.test(name))
}

function packagesIn(output: readonly Rolldown.OutputBundle[string][]): readonly string[] {
  const modules = output.flatMap((each) => (each.type === 'chunk' ? each.moduleIds : []))
  return [...new Set(modules.map((id) => id.split('?')[0] ?? ''))].filter(
    (id) => id.startsWith(packagesFolder) && existsSync(id),
  )
}

/**
 * The files of packages that the server's sources lead to, and nothing else of `node_modules`: a stick is slow with
 * many small files.
 */
export async function tracePackages(): Promise<TracedPackages> {
  const made = await build({
    root,
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    ssr: { noExternal: true },
    build: {
      write: false,
      ssr: true,
      minify: false,
      target: 'node24',
      rolldownOptions: {
        input: [...(await entries())],
        treeshake: false,
        // What is asked for only if it is there, and is not.
        external: [/^pg-native$/, /^pg-cloudflare$/, /^cloudflare:/, /\.node$/, compiledFor],
      },
    },
  })
  if (Array.isArray(made) || !('output' in made)) throw new Error('the server was not traced in one go')
  const files = packagesIn(made.output)
  const folders = [...new Set(files.map(packageOf))]
  const about = folders.flatMap((folder) =>
    ['package.json', 'LICENSE', 'LICENSE.md', 'license', 'LICENCE'].map((name) => join(folder, name)),
  )
  return {
    files: [...files, ...about.filter((file) => existsSync(file))].map((file) => relative(root, file)).sort(),
    native: (await Promise.all(folders.map(nativeParts))).flat(),
  }
}
