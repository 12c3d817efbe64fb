// Runs before anything is installed: plain JavaScript, no packages, parses on Node 20.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder that holds package.json. */
export const root = fileURLToPath(new URL('../../', import.meta.url))

/** What the built app is made of. */
const appSources = ['src', 'codes', 'public', 'index.html', 'vite.config.ts', 'package-lock.json']

/**
 * @param {string} path
 * @returns {string[]}
 */
function filesUnder(path) {
  if (!existsSync(path)) return []
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesUnder(join(path, name)))
}

/** @param {readonly string[]} paths */
function digestOf(paths) {
  const hash = createHash('sha256')
  for (const file of paths.flatMap((path) => filesUnder(join(root, path)))) {
    hash
      .update(`${relative(root, file)}\0`)
      .update(readFileSync(file))
      .update('\0')
  }
  return hash.digest('hex')
}

/** Changes when the lock file or the machine's platform does. */
export function packagesDigest() {
  return `${digestOf(['package-lock.json'])} ${process.platform}-${process.arch}`
}

/** Changes when anything the app is built from does. */
export function appDigest() {
  return digestOf(appSources)
}

/**
 * A note of what was done last, kept outside the repository's files.
 * @param {'packages' | 'build'} name
 */
export function openStamp(name) {
  const file = join(root, 'node_modules', '.caibao', `${name}.stamp`)
  return {
    /** @param {string} digest */
    is: (digest) => existsSync(file) && readFileSync(file, 'utf8') === digest,
    /** @param {string} digest */
    write(digest) {
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, digest)
    },
    /** What is begun anew may be cut off. */
    remove() {
      rmSync(file, { force: true })
    },
  }
}
