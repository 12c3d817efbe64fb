import { readFile } from 'node:fs/promises'
import type { Context, Handler } from 'hono'
import type { BuiltFile, BuiltFiles, Encoding } from './built-files.ts'

const preferred: readonly Encoding[] = ['br', 'gzip']

/** Serves the built app: its files by name, and its one page for every address a person may open in it. */
export function serveBuiltFile(files: BuiltFiles): Handler {
  return async (context) => {
    const path = context.req.path
    const file = files.get(path === '/' ? '/index.html' : path)
    if (file) return sendFile(context, file)
    const page = files.get('/index.html')
    if (page && isNavigation(context)) return sendFile(context, page)
    return context.text('没有这个地址。', 404)
  }
}

// A page address has no dot in its last part; a missing script must be a 404, never a page with the wrong type.
function isNavigation(context: Context): boolean {
  const { path } = context.req
  if (path.startsWith('/api/') || path.slice(path.lastIndexOf('/')).includes('.')) return false
  const mode = context.req.header('Sec-Fetch-Mode')
  return mode === undefined ? (context.req.header('Accept') ?? '').includes('text/html') : mode === 'navigate'
}

async function sendFile(context: Context, file: BuiltFile): Promise<Response> {
  const encoding = chooseEncoding(context.req.header('Accept-Encoding') ?? '', file)
  const etag = `"${file.etag}${encoding ? `-${encoding}` : ''}"`
  context.header('ETag', etag)
  context.header('Vary', 'Accept-Encoding')
  context.header('Cache-Control', file.isImmutable ? 'public, max-age=31536000, immutable' : 'no-cache')
  if (knowsEtag(context.req.header('If-None-Match') ?? '', etag)) return context.body(null, 304)
  context.header('Content-Type', file.type)
  if (encoding) context.header('Content-Encoding', encoding)
  const body = await readFile((encoding && file.compressedPaths[encoding]) ?? file.path)
  return context.body(new Uint8Array(body))
}

function knowsEtag(header: string, etag: string): boolean {
  return header.split(',').some((known) => known.trim().replace(/^W\//, '') === etag)
}

function chooseEncoding(header: string, file: BuiltFile): Encoding | undefined {
  const accepted = header.split(',').map((part) =>
    part
      .trim()
      .toLowerCase()
      .split(/\s*;\s*/),
  )
  const isAccepted = (encoding: Encoding): boolean =>
    accepted.some(([name, weight]) => name === encoding && !/^q=0(?:\.0*)?$/.test(weight ?? ''))
  return preferred.find((encoding) => file.compressedPaths[encoding] !== undefined && isAccepted(encoding))
}
