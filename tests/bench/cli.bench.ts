/** The command line with many people: time, and the most memory it held; run by `npm run bench:cli -- [people]`. */
import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { exportJWK, generateKeyPair } from 'jose'
import { readSigningKey } from '#cli/signing-key.ts'
import { syntheticPack } from '#tests/support/synthetic/submissions.ts'
import { aBureau, aUnit } from '#tests/support/units.ts'

const people = Number(process.argv[2] ?? '2000')
const mostBytes = 300 * 1_048_576
const program = fileURLToPath(new URL('./cli/measured.ts', import.meta.url))
const say = (line: string): void => void process.stdout.write(`${line}\n`)

const folder = await mkdtemp(join(tmpdir(), 'caibao-bench-cli-'))
const at = (name: string): string => join(folder, name)

/** Runs a command in a process of its own, as people do. */
async function measure(name: string, args: readonly string[], result?: string): Promise<boolean> {
  const started = performance.now()
  const flags = ['--max-semi-space-size=8']
  const { status, stdout, stderr } = spawnSync(process.execPath, [...flags, program, ...args], { encoding: 'utf8' })
  const seconds = (performance.now() - started) / 1000
  const bytes = Number(/most resident bytes (\d+)/.exec(stdout)?.[1] ?? Number.NaN)
  const size = result === undefined ? '' : `  ${((await stat(at(result))).size / 1_048_576).toFixed(1)} MB`
  if (status !== 0) say(stderr.split('\n').slice(-5).join('\n'))
  say(`${name.padEnd(16)}${seconds.toFixed(1).padStart(8)} s${(bytes / 1_048_576).toFixed(0).padStart(6)} MB${size}`)
  return status === 0 && bytes <= mostBytes
}

try {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true })
  await writeFile(at('unit.jwk'), JSON.stringify(await exportJWK(privateKey)))
  await writeFile(at('unit.json'), JSON.stringify(aUnit))
  await writeFile(at('bureau.json'), JSON.stringify(aBureau))
  const key = await readSigningKey(at('unit.jwk'))
  const { stream } = await syntheticPack(people, { unit: aUnit, key, faultShare: 0, rareShare: 0 })
  const file = createWriteStream(at('people.rpz'))
  await pipeline(Readable.fromWeb(stream), file)
  if (!file.closed) await once(file, 'close')
  say(
    `${people} people, pack of ${((await stat(at('people.rpz'))).size / 1_048_576).toFixed(1)} MB; ${process.version}`,
  )
  const sign = ['--unit', at('bureau.json'), '--key', at('unit.jwk')]
  const held = [
    await measure('verify', ['verify', at('people.rpz')]),
    await measure('merge', ['merge', at('people.rpz'), '-o', at('city.rpz'), ...sign], 'city.rpz'),
    await measure('export xlsx', ['export', at('people.rpz'), '-o', at('x.xlsx')], 'x.xlsx'),
    await measure('export csv', ['export', at('people.rpz'), '-o', at('x.csv')], 'x.csv'),
    await measure('export json', ['export', at('people.rpz'), '-o', at('x.json')], 'x.json'),
    await measure('roster', ['roster', at('people.rpz'), '-o', at('x.pdf'), '--unit', at('unit.json')], 'x.pdf'),
  ]
  if (!held.every(Boolean)) throw new Error('a command failed or held more than 300 MB')
} finally {
  await rm(folder, { recursive: true })
}
