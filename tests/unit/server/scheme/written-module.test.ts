import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { cacheFolder, cacheName, compiledBundle } from '#server/scheme/read-codes.ts'
import { loadWrittenRules } from '#server/scheme/written-module.ts'

vi.mock('#server/scheme/read-codes.ts', async (original) => ({
  ...(await original<object>()),
  cacheFolder: await mkdtemp(join(tmpdir(), 'caibao-rules-')),
}))
afterEach(() => rm(cacheFolder, { recursive: true, force: true }))

test('the rules are written once and whole, however many of one process begin with them at once', async () => {
  const bundle = await compiledBundle()
  const written = await Promise.all(Array.from({ length: 8 }, () => loadWrittenRules(bundle)))
  expect(new Set(written.map(({ digest }) => digest))).toEqual(new Set([bundle.manifest.parts['rules']]))
  expect(await readdir(cacheFolder)).toEqual([`${await cacheName()}.mjs`])
})
