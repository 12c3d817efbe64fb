import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { root } from '../sources.mjs'
import { registryPackage } from './registry-package.ts'

/** Systems that the USB edition runs on. */
export const targets = ['linux-x64', 'linux-arm64', 'win-x64'] as const

/** One of them. */
export type Target = (typeof targets)[number]

/** How packages with compiled parts name these systems. */
export const nativeSuffix: Readonly<Record<Target, string>> = {
  'linux-x64': '-linux-x64-gnu',
  'linux-arm64': '-linux-arm64-gnu',
  'win-x64': '-win32-x64-msvc',
}

/** The optional dependencies that a package.json names. */
export async function optionalDependencies(file: string): Promise<Readonly<Record<string, string>>> {
  const about: unknown = JSON.parse(await readFile(file, 'utf8'))
  const entries: [string, unknown][] = Object.entries(Object(Reflect.get(Object(about), 'optionalDependencies')))
  return Object.fromEntries(entries.map(([name, version]) => [name, String(version)]))
}

/** Node's program for a system, and the licence that goes with it. */
export async function nodeRuntime(target: Target): Promise<{ readonly program: string; readonly licence?: string }> {
  const name = `node-${target}`
  const version = (await optionalDependencies(join(root, 'package.json')))[name]
  if (version === undefined) throw new Error(`${name} is not in package.json`)
  const folder = registryPackage(name, version)
  const licence = join(folder, 'LICENSE')
  const program = join(folder, 'bin', target === 'win-x64' ? 'node.exe' : 'node')
  return { program, ...(existsSync(licence) && { licence }) }
}
