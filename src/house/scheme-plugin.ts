import type { Connect, Plugin } from 'vite'
import type { SchemeBundle } from '#core/scheme/bundle.ts'
import { tablesOfApp } from '#core/scheme/tables-of-app.ts'
import { codesFolder, compiledBundle } from '#server/scheme/read-codes.ts'

const moduleId = 'virtual:caibao-scheme'
const resolvedId = `\0${moduleId}`

interface SchemeFile {
  readonly name: string
  readonly text: string
}

interface SchemeFiles {
  readonly bundle: SchemeBundle
  readonly manifest: SchemeFile
  readonly rules: SchemeFile
  readonly tables: Readonly<Record<string, SchemeFile>>
}

function makeFiles(bundle: SchemeBundle): SchemeFiles {
  const { parts } = bundle.manifest
  const fileOf = (name: string, part: string, value: unknown): SchemeFile => ({
    name: `scheme/${name}-${parts[part]?.slice(0, 8)}.json`,
    text: JSON.stringify(value),
  })
  const tables = tablesOfApp(bundle).map((id) => [id, fileOf(id, `tables/${id}`, bundle.tables[id])] as const)
  const manifest = {
    name: `scheme/manifest-${bundle.manifest.digest.slice(0, 8)}.json`,
    text: JSON.stringify(bundle.manifest),
  }
  return { bundle, manifest, rules: fileOf('rules', 'rules', bundle.rules), tables: Object.fromEntries(tables) }
}

function moduleText({ bundle, manifest, rules, tables }: SchemeFiles, base: string): string {
  const urlByTable = Object.fromEntries(Object.entries(tables).map(([id, { name }]) => [id, `${base}${name}`]))
  const urls = { manifest: `${base}${manifest.name}`, rules: `${base}${rules.name}`, tables: urlByTable }
  const { id, version, digest } = bundle.manifest
  return [
    `export const identity = ${JSON.stringify({ id, version, digest })}`,
    `export const scheme = ${JSON.stringify(bundle.scheme)}`,
    `export const urls = ${JSON.stringify(urls)}`,
  ].join('\n')
}

/**
 * Compiles `codes/` into the app: the form inside its code, rules and tables as hashed files beside it.
 * A mistake in `codes/` fails the build with file and line.
 */
export function schemePlugin(): Plugin {
  let base = '/'
  let compiled: Promise<SchemeFiles> | undefined
  const files = (): Promise<SchemeFiles> => (compiled ??= compiledBundle().then(makeFiles))

  return {
    name: 'caibao:scheme',
    configResolved(config) {
      base = config.base
    },
    resolveId(id) {
      return id === moduleId ? resolvedId : undefined
    },
    async load(id) {
      return id === resolvedId ? moduleText(await files(), base) : undefined
    },
    async generateBundle() {
      // Also called for the service worker, which carries no form.
      if (!compiled) return
      const { manifest, rules, tables } = await files()
      for (const { name, text } of [manifest, rules, ...Object.values(tables)]) {
        this.emitFile({ type: 'asset', fileName: name, source: text })
      }
    },
    configureServer(server) {
      server.watcher.add(codesFolder)
      server.watcher.on('change', (path) => {
        if (!path.startsWith(codesFolder)) return
        compiled = undefined
        const module = server.moduleGraph.getModuleById(resolvedId)
        if (module) server.moduleGraph.invalidateModule(module)
        server.ws.send({ type: 'full-reload' })
      })
      const textAt = async (path: string): Promise<string | undefined> => {
        if (!path.startsWith(`${base}scheme/`)) return undefined
        const { manifest, rules, tables } = await files()
        return [manifest, rules, ...Object.values(tables)].find(({ name }) => path === `${base}${name}`)?.text
      }
      const serve: Connect.NextHandleFunction = (request, response, next) => {
        const answer = (text: string | undefined): unknown =>
          text === undefined ? next() : response.setHeader('Content-Type', 'application/json').end(text)
        void textAt(request.url?.split('?')[0] ?? '').then(answer, next)
      }
      server.middlewares.use(serve)
    },
  }
}
