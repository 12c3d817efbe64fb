import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { root } from '../sources.mjs'

/** Systems that the USB edition runs on. */
export const targets = ['linux-x64', 'linux-arm64', 'win-x64'] as const

/** One of them. */
export type Target = (typeof targets)[number]

const cache = join(root, 'node_modules', '.cache', 'caibao', 'runtime')
const programOf = (target: Target): string => (target === 'win-x64' ? 'node.exe' : 'node')

async function versionOf(packageName: string): Promise<string> {
  const about: unknown = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
  const wanted: unknown = Reflect.get(Object(Reflect.get(Object(about), 'optionalDependencies')), packageName)
  if (typeof wanted !== 'string') throw new Error(`${packageName} is not in package.json`)
  return wanted
}

/** A foreign runtime out of its package in the npm registry, kept for the next time. */
function fetchPackage(name: string, version: string): string {
  const folder = join(cache, `${name}-${version}`)
  if (existsSync(join(folder, 'package'))) return join(folder, 'package')
  mkdirSync(folder, { recursive: true })
  const npm = process.env['npm_execpath']
  const args = ['pack', `${name}@${version}`, '--silent', '--pack-destination', folder]
  const [program, all] = npm === undefined ? (['npm', args] as const) : ([process.execPath, [npm, ...args]] as const)
  execFileSync(program, all, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] })
  execFileSync('tar', ['-xzf', `${name}-${version}.tgz`], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] })
  return join(folder, 'package')
}

/** Node's program for a system and the licence that goes with it; installed here, or fetched. */
export async function nodeRuntime(target: Target): Promise<{ readonly program: string; readonly licence?: string }> {
  const name = `node-${target}`
  const installed = join(root, 'node_modules', name)
  const folder = existsSync(installed) ? installed : fetchPackage(name, await versionOf(name))
  const licence = join(folder, 'LICENSE')
  return { program: join(folder, 'bin', programOf(target)), ...(existsSync(licence) && { licence }) }
}
