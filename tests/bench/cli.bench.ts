/**
 * The command line with many people: time, and the most memory it held. Run by
 * `npm run bench:cli -- [people] [--in folder] [what…]`; a folder is kept with the files that were made in it.
 */
import { spawnSync } from 'node:child_process'
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import packageFile from '../../package.json' with { type: 'json' }
import { makePeople } from './cli/make-people.ts'

const { values, positionals } = parseArgs({ options: { in: { type: 'string' } }, allowPositionals: true })
const people = Number(positionals.find((word) => /^\d+$/.test(word)) ?? '2000')
const wanted = positionals.filter((word) => !/^\d+$/.test(word))
const mostBytes = 300 * 1_048_576
const program = fileURLToPath(new URL('./cli/measured.ts', import.meta.url))
// As `npm run caibao` starts it.
const flags = packageFile.scripts.caibao.split(' ').slice(1, -1)
const say = (line: string): void => void process.stdout.write(`${line}\n`)
const inMegabytes = (bytes: number): string => (bytes / 1_048_576).toFixed(1)

const results = await mkdtemp(join(tmpdir(), 'caibao-bench-cli-'))
const made = values.in ?? join(results, 'made')
const from = (name: string): string => join(made, name)
const to = (name: string): string => join(results, name)

/** Every command, on a pack and on a folder; the last word of each is the file it makes. */
const commands: Readonly<Record<string, { readonly args: readonly string[]; readonly result?: string }>> =
  Object.fromEntries(
    (
      [
        ['verify-pack', ['verify', from('people.rpz')]],
        ['verify-files', ['verify', from('files'), '--json']],
        ['pack-files', ['pack', from('files'), '--unit', from('unit.json'), '--key', from('unit.jwk')], 'unit.rpz'],
        [
          'merge-pack',
          ['merge', from('people.rpz'), '--unit', from('bureau.json'), '--key', from('unit.jwk')],
          'city.rpz',
        ],
        ...(['pack', 'files'] as const).flatMap((where) => {
          const source = where === 'pack' ? from('people.rpz') : from('files')
          return [
            [`xlsx-${where}`, ['export', source], `${where}.xlsx`],
            [`csv-${where}`, ['export', source], `${where}.csv`],
            [`json-${where}`, ['export', source], `${where}.json`],
            [`roster-${where}`, ['roster', source, '--unit', from('unit.json')], `${where}.pdf`],
          ] as const
        }),
      ] as const
    ).map(([name, args, result]) => [
      name,
      { args: result === undefined ? args : [...args, '-o', to(result)], ...(result !== undefined && { result }) },
    ]),
  )

/** Runs a command in a process of its own, as people do. */
async function measure(name: string): Promise<boolean> {
  const { args = [], result } = commands[name] ?? {}
  const started = performance.now()
  const { status, stderr } = spawnSync(process.execPath, [...flags, program, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
    maxBuffer: 1e9,
  })
  const seconds = (performance.now() - started) / 1000
  const bytes = Number(/most resident bytes (\d+)/.exec(stderr)?.[1] ?? Number.NaN)
  const size = result === undefined ? '' : `  ${inMegabytes((await stat(to(result))).size)} MB`
  if (status !== 0) say(stderr.split('\n').slice(-5).join('\n'))
  say(`${name.padEnd(16)}${seconds.toFixed(1).padStart(8)} s${inMegabytes(bytes).padStart(8)} MB held${size}`)
  for (const file of await readdir(results)) if (to(file) !== made) await rm(to(file), { recursive: true })
  return status === 0 && bytes <= mostBytes
}

try {
  await makePeople(people, made)
  say(`${people} people, pack of ${inMegabytes((await stat(from('people.rpz'))).size)} MB; ${process.version}`)
  const held: boolean[] = []
  for (const name of wanted.length === 0 ? Object.keys(commands) : wanted) held.push(await measure(name))
  if (!held.every(Boolean)) throw new Error('a command failed or held more than 300 MB')
} finally {
  await rm(results, { recursive: true })
}
