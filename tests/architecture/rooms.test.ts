import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as v from 'valibot'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('../../', import.meta.url))
const cruiser = 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs'

/** One file that breaks each law, by the law's name. */
const breaches: Readonly<Record<string, readonly [path: string, text: string]>> = {
  'no-cycle': ['src/core/record/circle.ts', "export { circle } from './circle.ts'\n"],
  resolvable: ['src/core/record/typo.ts', "export { typo } from './not-there.ts'\n"],
  'core-is-pure': ['src/core/record/screen.ts', "export type { fine } from '#app/shared/fine.ts'\n"],
  'core-no-node': ['src/core/record/disk.ts', "export { readFile } from 'node:fs/promises'\n"],
  'core-packages': ['src/core/record/database.ts', "export { Dexie } from 'dexie'\n"],
  'compiler-packages': ['src/core/scheme/compile/web.ts', "export { Hono } from 'hono'\n"],
  'core-no-compiler': ['src/core/rules/late.ts', "export { fine } from '../scheme/compile/fine.ts'\n"],
  'app-no-compiler': ['src/app/individual/late.ts', "export { fine } from '#core/scheme/compile/fine.ts'\n"],
  'app-no-server': ['src/app/platform/server.ts', "export { fine } from '#server/fine.ts'\n"],
  'app-no-node': [
    'src/app/shared/Disk.vue',
    '<script setup lang="ts">\nimport { join } from \'node:path\'\n</script>\n<template>{{ join() }}</template>\n',
  ],
  'server-no-app': ['src/server/screen.ts', "export { fine } from '#app/shared/fine.ts'\n"],
  'cli-no-app': ['src/cli/screen.ts', "export { fine } from '#app/shared/fine.ts'\n"],
  'house-no-app': ['src/house/screen.ts', "export { fine } from '#app/shared/fine.ts'\n"],
  'editions-apart': ['src/app/management/borrowed.ts', "export { fine } from '#app/individual/fine.ts'\n"],
  'shared-below': ['src/app/shared/up.ts', "export { fine } from '#app/individual/fine.ts'\n"],
  'browser-only-in-platform': ['src/app/individual/database.ts', "export { Dexie } from 'dexie'\n"],
  internal: ['src/core/codes/nosy.ts', "export { fine } from '../rules/internal/fine.ts'\n"],
  'not-to-tests': ['src/core/record/tested.ts', "export { fine } from '#tests/fine.ts'\n"],
}

/** What the laws allow and a careless law would forbid. */
const legal: readonly (readonly [path: string, text: string])[] = [
  ['src/core/record/checked.ts', "export { string } from 'valibot'\n"],
  ['src/core/rules/own.ts', "export { fine } from './internal/fine.ts'\n"],
  ['src/core/scheme/compile/parsed.ts', "export { parse } from 'yaml'\n"],
  ['src/app/platform/stored.ts', "export { Dexie } from 'dexie'\n"],
  ['src/app/individual/looked.ts', "export { fine } from '#app/shared/fine.ts'\n"],
  ...[
    'src/core/rules/internal',
    'src/core/scheme/compile',
    'src/app/individual',
    'src/app/shared',
    'src/server',
    'tests',
  ].map((folder) => [`${folder}/fine.ts`, 'export const fine = 1\n'] as const),
]

const outputSchema = v.object({
  summary: v.object({
    violations: v.array(v.object({ from: v.string(), rule: v.object({ name: v.string() }) })),
  }),
})

describe('the import law', () => {
  let folder = ''
  let found: readonly string[] = []

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'caibao-rooms-'))
    for (const [path, text] of [...Object.values(breaches), ...legal]) {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), text)
    }
    for (const name of ['package.json', 'tsconfig.json']) copyFileSync(join(root, name), join(folder, name))
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction')
    const { stdout } = spawnSync(
      process.execPath,
      [cruiser, '--config', join(root, 'tests/architecture/rooms.cjs'), '--output-type', 'json', 'src'],
      { cwd: folder, encoding: 'utf8', maxBuffer: 2 ** 26 },
    )
    const { summary } = v.parse(outputSchema, JSON.parse(stdout))
    found = summary.violations.map(({ from, rule }) => `${rule.name} ${from}`)
  })
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true })
  })

  test.each(Object.entries(breaches))('catches a breach of %s', (name, [path]) => {
    expect(found).toContain(`${name} ${path}`)
  })

  test('leaves the legal neighbours alone', () => {
    const paths = legal.map(([path]) => path)
    expect(found.filter((line) => paths.some((path) => line.endsWith(` ${path}`)))).toEqual([])
  })
})
