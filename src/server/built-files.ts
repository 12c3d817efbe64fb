import { createHash } from 'node:crypto'
import { readFile, readdir } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'

const typeByExtension: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.gz': 'application/gzip',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.pack': 'application/octet-stream',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
}

const extensionByEncoding = { br: '.br', gzip: '.gz' } as const

/** How a body is compressed on the wire. */
export type Encoding = keyof typeof extensionByEncoding

/** One file of the built app, as it may be sent. */
export interface BuiltFile {
  readonly type: string
  readonly etag: string
  /** The name carries a hash of the content, so the content can never change. */
  readonly isImmutable: boolean
  /** Where each variant lies on the disk. */
  readonly path: string
  readonly compressedPaths: Readonly<Partial<Record<Encoding, string>>>
}

/** The files of a build by their URL path (`/assets/main-1a2b3c4d.js`). */
export type BuiltFiles = ReadonlyMap<string, BuiltFile>

const hashedName = /^\/(?:assets|scheme)\/.+-[\w-]{8,}\.\w+$/

/** Lists a build once, at start: what is not in the list cannot be asked for, whatever the URL says. */
export async function listBuiltFiles(folder: string): Promise<BuiltFiles> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = new Set(entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)))
  const originals = [...paths].filter((path) => !isCompressedTwin(path, paths))
  return new Map(await Promise.all(originals.map((path) => describeFile(folder, path, paths))))
}

function isCompressedTwin(path: string, paths: ReadonlySet<string>): boolean {
  return Object.values(extensionByEncoding).some(
    (extension) => path.endsWith(extension) && paths.has(path.slice(0, -extension.length)),
  )
}

async function describeFile(
  folder: string,
  path: string,
  paths: ReadonlySet<string>,
): Promise<readonly [string, BuiltFile]> {
  const url = `/${relative(folder, path).split(sep).join('/')}`
  const digest = createHash('sha256')
    .update(await readFile(path))
    .digest('base64url')
  const file: BuiltFile = {
    type: typeByExtension[extname(path)] ?? 'application/octet-stream',
    etag: digest.slice(0, 22),
    isImmutable: hashedName.test(url),
    path,
    compressedPaths: {
      ...(paths.has(`${path}.br`) && { br: `${path}.br` }),
      ...(paths.has(`${path}.gz`) && { gzip: `${path}.gz` }),
    },
  }
  return [url, file]
}
