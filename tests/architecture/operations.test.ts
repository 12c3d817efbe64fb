import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('../../', import.meta.url))
const pages = ['docs/operations.md', 'docs/operations.zh-CN.md']
/** Set by Node's own habits or by the tests of the USB edition, not by who runs a server. */
const notSettings = new Set(['NODE_ENV', 'CAIBAO_BROWSER'])

const read = (path: string): Promise<string> => readFile(join(root, path), 'utf8')

async function settingsOfServer(): Promise<ReadonlySet<string>> {
  const files = await readdir(join(root, 'src/server'), { recursive: true })
  const texts = await Promise.all(
    files.filter((file) => file.endsWith('.ts')).map((file) => read(`src/server/${file}`)),
  )
  const found = texts.flatMap((text) => [...text.matchAll(/env\['(\w+)'\]/g)].map(([, name]) => name ?? ''))
  return new Set(found.filter((name) => !notSettings.has(name)))
}

describe('the pages on operations', () => {
  let settings: ReadonlySet<string> = new Set()
  beforeAll(async () => {
    settings = await settingsOfServer()
  })

  test.each(pages)('%s names every setting the server reads, and no other', async (page) => {
    const rows = [...(await read(page)).matchAll(/^\| (`[A-Z_`, 、]+) \|/gm)].flatMap(([, names]) =>
      [...(names ?? '').matchAll(/[A-Z_]+/g)].map(([name]) => name),
    )
    expect(settings.size).toBeGreaterThan(5)
    expect(rows.toSorted()).toEqual([...settings].toSorted())
  })

  test.each(['caibao.service', 'Dockerfile', 'nginx.conf', 'Caddyfile'])('%s sets only what is read', async (file) => {
    const text = await read(`docs/operations/${file}`)
    const set = [...text.matchAll(/\b([A-Z][A-Z_]{3,})=/g)].map(([, name]) => name ?? '')
    expect(set.filter((name) => !settings.has(name) && !notSettings.has(name))).toEqual([])
    for (const page of pages) expect(await read(page)).toContain(`operations/${file}`)
  })
})
