import { spawnSync } from 'node:child_process'
import { closeSync, existsSync, openSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { execPath } from 'node:process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import packageFile from '../../../package.json' with { type: 'json' }

const main = fileURLToPath(new URL('../../../src/cli/main.ts', import.meta.url))
const flagsIn = (text: string): readonly string[] => text.split(/\s+/).filter((word) => /^--[\w-]+=/.test(word))

test('the command line collects its garbage early however it is started, and this Node knows how', async () => {
  const [first = ''] = (await readFile(main, 'utf8')).split('\n', 1)
  const flags = flagsIn(packageFile.scripts.caibao)
  expect(flagsIn(first)).toEqual(flags)
  expect(flags.length).toBeGreaterThan(0)
  const { status, stderr } = spawnSync(execPath, [...flags, '-e', '0'], { encoding: 'utf8' })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
})

test('a command that does not exist gets the usage', () => {
  const { status, stderr } = spawnSync(execPath, [main, 'nothing'], { encoding: 'utf8' })
  expect(status).toBe(2)
  expect(stderr).toContain('用法：caibao 命令')
})

test('a reader that leaves early does not matter', () => {
  const piped = '{ "$0" "$1" codes; echo $? >&2; } | true'
  const { stderr } = spawnSync('sh', ['-c', piped, execPath, main], { encoding: 'utf8' })
  expect(stderr).toBe('0\n')
})

// Not every system has such a disk.
test.runIf(existsSync('/dev/full'))('what a full disk did not take is told, and is no success', () => {
  const full = openSync('/dev/full', 'w')
  const { status, stderr } = spawnSync(execPath, [main, 'codes'], { encoding: 'utf8', stdio: ['ignore', full, 'pipe'] })
  closeSync(full)
  expect(status).toBe(2)
  expect(stderr).toMatch(/^结果没有写完.*ENOSPC.*\n$/)
})
