import { spawnSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { execPath } from 'node:process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { runExport } from '#cli/export.ts'
import { runMerge } from '#cli/merge.ts'
import { runPack } from '#cli/pack.ts'
import type { Output } from '#cli/print.ts'
import { runRoster } from '#cli/roster.ts'
import { runVerify } from '#cli/verify.ts'
import { hearing } from '#tests/support/hearing.ts'

const source = (name: string): string => fileURLToPath(new URL(`../../../src/cli/${name}.ts`, import.meta.url))
const now = new Date(2026, 10, 24)
const asking = (...args: readonly string[]) => spawnSync(execPath, [source('main'), ...args], { encoding: 'utf8' })

const commands: Readonly<Record<string, (output: Output) => Promise<number>>> = {
  roster: (output) => runRoster([], output, now),
  export: (output) => runExport([], output),
  pack: (output) => runPack([], output, now),
  merge: (output) => runMerge([], output, now),
  verify: (output) => runVerify([], output),
}

/** The options that a command takes, as its source says. */
async function optionsOf(command: string): Promise<readonly string[]> {
  const text = await readFile(source(command), 'utf8')
  const found = [...text.matchAll(/^ +'?([\w-]+)'?: \{ type: '(?:string|boolean)'(, short: 'o')?/gmu)]
  return found.map(([, name = '', short]) => (short === undefined ? `--${name}` : '-o'))
}

/** What the help says of a command: its lines, and those further in that go on with them. */
const partOf = (help: string, command: string): string =>
  [...help.matchAll(new RegExp(`^  ${command} .*(?:\\n {3,}.*)*`, 'gmu'))].map(([part]) => part).join('\n')

test('--help is no mistake, and names every option of roster, export, pack, merge and verify', async () => {
  const { status, stdout, stderr } = asking('--help')
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  expect(asking('pack', '--help').stdout).toBe(stdout)
  for (const [command, run] of Object.entries(commands)) {
    const options = await optionsOf(command)
    expect(options).toContain('--json')
    const heard = hearing()
    expect(await run(heard)).toBe(2)
    const said = [partOf(stdout, command), heard.complaints.join('\n')]
    expect([command, options.filter((option) => !said.every((text) => text.includes(option)))]).toEqual([command, []])
  }
})
