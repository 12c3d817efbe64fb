import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'

const app = fileURLToPath(new URL('../../app/', import.meta.url)).replaceAll('\\', '/')

/** Modules of the served app, and those that stand in their places in the single file. */
const twins: readonly (readonly [served: string, inFile: string])[] = [
  ['edition/this-edition.ts', 'edition/one-file-edition.ts'],
  ['platform/parts/parts.ts', 'platform/parts/inlined-parts.ts'],
]
const workerQuery = '?worker&url'

/** Path under which a worker's program lies in the single file. */
export const workerPart = (source: string): string =>
  `/workers/${source.slice(source.lastIndexOf('/') + 1, -'.ts'.length)}.js`

/** Puts the modules of the single file in the places of their twins; a worker's address becomes the path of its part. */
export function twinsPlugin(): Plugin {
  const inFileByServed = new Map(twins.map(([served, inFile]) => [app + served, app + inFile]))
  const workers = new Map<string, string>()
  return {
    name: 'caibao:one-file-twins',
    enforce: 'pre',
    async resolveId(id, importer, options) {
      if (id.endsWith(workerQuery)) {
        const source = id.slice(0, -workerQuery.length)
        const worker = `\0one-file-worker:${source}`
        workers.set(worker, workerPart(source))
        return worker
      }
      const resolved = await this.resolve(id, importer, { ...options, skipSelf: true })
      return (resolved && inFileByServed.get(resolved.id.replaceAll('\\', '/'))) ?? resolved
    },
    load(id) {
      const part = workers.get(id)
      return part === undefined ? undefined : `export default ${JSON.stringify(part)}`
    },
  }
}
