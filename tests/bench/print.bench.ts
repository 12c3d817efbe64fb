/**
 * The filled form and a roster of 10,000 rows, beside pdfkit and pdfmake, each in a process of its own; from reading the
 * fonts to the bytes of the file. Run by `npm run bench:print`. What pdftotext reads back is compared where it is there.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Scheme } from '#core/scheme/scheme.ts'
import buildOnce from '#tests/support/build-once.ts'
import { realCodes } from '#tests/support/real-codes.ts'
import { contenders } from './print/contenders.ts'
import { formDocument, rosterDocument } from './print/documents.ts'

const print = (line: string): boolean => process.stdout.write(`${line}\n`)
const [, , name, kind, given] = process.argv
const folder = given ?? mkdtempSync(join(tmpdir(), 'caibao-print-'))
const schemeFile = 'scheme.json'

async function makeOne(contender: string, isForm: boolean): Promise<void> {
  const scheme: Scheme | undefined = isForm ? JSON.parse(readFileSync(join(folder, schemeFile), 'utf8')) : undefined
  const document = scheme ? formDocument(scheme) : rosterDocument()
  const times: number[] = []
  let bytes: Uint8Array = new Uint8Array(0)
  for (let round = 0; round < (isForm ? 5 : 1); round += 1) {
    const start = performance.now()
    bytes = (await contenders[contender]?.(document, scheme)) ?? bytes
    times.push(performance.now() - start)
  }
  writeFileSync(join(folder, 'made.pdf'), bytes)
  const first = times[0] ?? 0
  const median = times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0
  print(JSON.stringify({ first, median, bytes: bytes.length, peakKb: process.resourceUsage().maxRSS }))
}

/** How many of the values can be copied out of the file unchanged. */
function readBack(values: readonly string[]): string {
  const read = spawnSync('pdftotext', ['-raw', join(folder, 'made.pdf'), '-'], { maxBuffer: 2 ** 28 })
  if (read.error) return 'pdftotext is not installed'
  const text = read.stdout.toString().replaceAll(/\s/g, '')
  const found = values.filter((value) => text.includes(value.replaceAll(/\s/g, ''))).length
  return `${found} of ${values.length} values read back`
}

async function compare(): Promise<void> {
  buildOnce()
  const { bundle } = await realCodes()
  writeFileSync(join(folder, schemeFile), JSON.stringify(bundle.scheme))
  const wanted = {
    form: formDocument(bundle.scheme).rows.flat().filter(Boolean),
    table: rosterDocument().rows.map((row) => row.slice(0, 3).join('')),
  }
  for (const document of ['form', 'table'] as const) {
    print(document === 'form' ? 'filled form' : 'table of 10,000 rows, 8 columns')
    let base = 0
    for (const contender of Object.keys(contenders)) {
      const self = fileURLToPath(import.meta.url)
      const run = spawnSync(process.execPath, [self, contender, document, folder], { maxBuffer: 2 ** 26 })
      const line = run.stdout.toString().trim().split('\n').at(-1) ?? ''
      if (run.status !== 0) {
        print(`  ${contender}: failed: ${run.stderr.toString().slice(0, 300)}`)
        continue
      }
      const { first, median, bytes, peakKb } = JSON.parse(line)
      base ||= median
      const facts = [
        `first ${first.toFixed(0)} ms, then ${median.toFixed(0)} ms (× ${(median / base).toFixed(1)})`,
        `${(bytes / 1024).toFixed(0)} KB`,
        `${(peakKb / 1024).toFixed(0)} MB at most`,
        readBack(wanted[document]),
      ]
      print(`  ${contender}: ${facts.join(', ')}`)
    }
  }
  rmSync(folder, { recursive: true })
}

await (name === undefined ? compare() : makeOne(name, kind === 'form'))
