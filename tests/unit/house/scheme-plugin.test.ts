import { build } from 'vite'
import { describe, expect, test } from 'vitest'
import { schemePlugin } from '#house/scheme-plugin.ts'

const entry = {
  name: 'entry',
  enforce: 'pre' as const,
  resolveId: (id: string) => (/^entry$/.test(id) ? '\0entry' : undefined),
  load: (id: string) => (id === '\0entry' ? "export * from 'virtual:caibao-scheme'" : undefined),
}

async function builtFiles(): Promise<ReadonlyMap<string, string>> {
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    plugins: [entry, schemePlugin()],
    build: { write: false, rolldownOptions: { input: 'entry', preserveEntrySignatures: 'strict' } },
  })
  const [output] = [built].flat()
  if (!output || !('output' in output)) throw new Error('nothing was built')
  return new Map(output.output.map((file) => [file.fileName, file.type === 'asset' ? String(file.source) : file.code]))
}

describe('the scheme plugin', () => {
  test('puts the form into the code, and rules and tables beside it', async () => {
    const files = await builtFiles()
    const names = [...files.keys()].filter((name) => name.startsWith('scheme/'))
    expect(names).toContainEqual(expect.stringMatching(/^scheme\/rules-[0-9a-f]{8}\.json$/))
    expect(names).toContainEqual(expect.stringMatching(/^scheme\/divisions-[0-9a-f]{8}\.json$/))
    expect(names.filter((name) => name.includes('divisions_'))).toEqual([])
    const code = [...files].find(([name]) => name.endsWith('.js'))?.[1] ?? ''
    for (const name of names) expect(code).toContain(`/${name}`)
    expect(code).toContain('参加工作时间')
  })
})
