import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../sources.mjs'

const cache = join(root, 'node_modules', '.cache', 'caibao', 'packages')

/** Folder of a package that may be for another system: installed here, or fetched and kept for the next time. */
export function registryPackage(name: string, version: string): string {
  const installed = join(root, 'node_modules', ...name.split('/'))
  if (existsSync(installed)) return installed
  const fileName = `${name.replace('@', '').replace('/', '-')}-${version}`
  const folder = join(cache, fileName)
  if (existsSync(join(folder, 'package'))) return join(folder, 'package')
  mkdirSync(folder, { recursive: true })
  const npm = process.env['npm_execpath']
  const args = ['pack', `${name}@${version}`, '--silent', '--pack-destination', folder]
  const [program, all] = npm === undefined ? (['npm', args] as const) : ([process.execPath, [npm, ...args]] as const)
  execFileSync(program, all, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] })
  execFileSync('tar', ['-xzf', `${fileName}.tgz`], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] })
  return join(folder, 'package')
}
