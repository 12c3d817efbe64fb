import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('../../', import.meta.url))

const files: Readonly<Record<string, string>> = {
  // A room of the core with the name of a folder that is ignored at the root.
  'src/core/codes/clock.ts': 'export const now = (): number => Date.now()\n',
  'src/core/rules/page.ts': 'export const page = (): string => document.title\n',
  'src/cli/floating.ts':
    'async function save(): Promise<void> {\n  await Promise.resolve()\n}\nexport function leave(): void {\n  save()\n}\n',
  'src/cli/loud.ts': 'export default function loud(text: any): void {\n  console.log(text)\n}\n',
  'src/app/Raw.vue':
    '<template>\n  <p class="raw">x</p>\n</template>\n\n<style scoped>\n.raw {\n  z-index: 7;\n  color: #123456;\n}\n</style>\n',
}

describe('the style gates', () => {
  let folder = ''
  let found = ''
  let foundInStyles = ''

  function runTool(path: string, args: readonly string[]): string {
    const { stdout, stderr } = spawnSync(process.execPath, [join('node_modules', path), ...args], {
      cwd: folder,
      encoding: 'utf8',
    })
    return stdout + stderr
  }

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'caibao-lint-'))
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), text)
    }
    for (const name of ['package.json', 'tsconfig.json', '.oxlintrc.json', '.stylelintrc.json'])
      copyFileSync(join(root, name), join(folder, name))
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction')
    found = runTool('oxlint/bin/oxlint', ['--format', 'unix'])
    foundInStyles = runTool('stylelint/bin/stylelint.mjs', ['--formatter', 'unix', 'src/**/*.vue'])
  })
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true })
  })

  test.each([
    ['src/core/codes/clock.ts', 'no-restricted-properties'],
    ['src/core/rules/page.ts', 'no-restricted-globals'],
    ['src/cli/floating.ts', 'no-floating-promises'],
    ['src/cli/loud.ts', 'no-default-export'],
    ['src/cli/loud.ts', 'no-console'],
    ['src/cli/loud.ts', 'no-explicit-any'],
  ])('%s is caught by %s', (path, rule) => {
    const lines = found.split('\n').filter((line) => line.includes(path))
    expect(lines.join('\n')).toContain(rule)
  })

  test('a raw colour and a raw layer in a component are caught', () => {
    expect(foundInStyles).toContain('“color: #123456”')
    expect(foundInStyles).toContain('“z-index: 7”')
  })
})
