import { existsSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { glob, readFile } from 'node:fs/promises'
import { build, type Rolldown } from 'vite'
import { root } from '../sources.mjs'

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

/** What is compiled for one system cannot travel on a stick for several. */
async function refuseNative(folder: string): Promise<void> {
  const about: unknown = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))
  const optional = Object.keys(Object(Reflect.get(Object(about), 'optionalDependencies')))
  const native = optional.find((name) => /-(?:linux|win32|darwin)-/.test(name))
  if (native !== undefined)
    throw new Error(`${relative(root, folder)} needs ${native}: the USB edition takes nothing that is compiled`)
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
export async function tracedPackageFiles(): Promise<readonly string[]> {
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
        external: [/^pg-native$/, /^pg-cloudflare$/, /^cloudflare:/],
      },
    },
  })
  if (Array.isArray(made) || !('output' in made)) throw new Error('the server was not traced in one go')
  const files = packagesIn(made.output)
  const folders = [...new Set(files.map(packageOf))]
  await Promise.all(folders.map(refuseNative))
  const about = folders.flatMap((folder) =>
    ['package.json', 'LICENSE', 'LICENSE.md', 'license', 'LICENCE'].map((name) => join(folder, name)),
  )
  return [...files, ...about.filter((file) => existsSync(file))].map((file) => relative(root, file)).sort()
}
