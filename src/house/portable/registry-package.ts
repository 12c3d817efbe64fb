import { execFileSync, type ExecFileSyncOptions } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../sources.mjs'

const cache = join(root, 'node_modules', '.cache', 'caibao', 'packages')

const fileNameOf = (name: string, version: string): string => `${name.replace('@', '').replace('/', '-')}-${version}`

/** Fetches the archive of a package into a folder and unpacks it there. */
function fetchInto(folder: string, name: string, version: string): void {
  const npm = process.env['npm_execpath']
  const args = ['pack', `${name}@${version}`, '--silent', '--pack-destination', folder]
  const [program, all] = npm === undefined ? (['npm', args] as const) : ([process.execPath, [npm, ...args]] as const)
  const options: ExecFileSyncOptions = { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] }
  execFileSync(program, all, options)
  execFileSync('tar', ['-xzf', `${fileNameOf(name, version)}.tgz`], options)
}

/** Folder of a package that may be for another system: installed here, or fetched and kept for the next time. */
export function registryPackage(name: string, version: string): string {
  const installed = join(root, 'node_modules', ...name.split('/'))
  if (existsSync(installed)) return installed
  const folder = join(cache, fileNameOf(name, version))
  const whole = join(folder, 'package')
  if (existsSync(whole)) return whole
  mkdirSync(folder, { recursive: true })
  // Only what was unpacked to its end gets the name by which it is found.
  const unfinished = mkdtempSync(join(folder, 'unfinished-'))
  try {
    fetchInto(unfinished, name, version)
    renameSync(join(unfinished, 'package'), whole)
  } finally {
    rmSync(unfinished, { recursive: true, force: true })
  }
  return whole
}
