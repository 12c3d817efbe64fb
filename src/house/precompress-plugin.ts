import { readFile, readdir, writeFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { Plugin } from 'vite'

const compressible = new Set(['.css', '.html', '.js', '.json', '.svg', '.webmanifest'])
const smallestBytes = 512

const toBrotli = promisify(brotliCompress)
const toGzip = promisify(gzip)

async function compressFile(path: string): Promise<void> {
  const body = await readFile(path)
  if (body.length < smallestBytes) return
  const brotliParams = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: body.length }
  const variants = [
    [`${path}.br`, await toBrotli(body, { params: brotliParams })],
    [`${path}.gz`, await toGzip(body, { level: 9 })],
  ] as const
  await Promise.all(
    variants.filter(([, small]) => small.length < body.length).map(([name, small]) => writeFile(name, small)),
  )
}

/** Puts a `.br` and a `.gz` beside every text file of the build, once, so that the server never compresses. */
export function precompressPlugin(): Plugin {
  let outDir = 'dist'
  let isWritten = false
  return {
    name: 'caibao:precompress',
    apply: 'build',
    configResolved(config) {
      outDir = config.build.outDir
    },
    writeBundle() {
      isWritten = true
    },
    closeBundle: {
      // After the service worker is written.
      order: 'post',
      sequential: true,
      async handler() {
        // Also called when the build failed; its own error must stay the one that is shown.
        if (!isWritten) return
        const entries = await readdir(outDir, { recursive: true, withFileTypes: true })
        const texts = entries.filter((entry) => entry.isFile() && compressible.has(extname(entry.name)))
        await Promise.all(texts.map((entry) => compressFile(join(entry.parentPath, entry.name))))
      },
    },
  }
}
