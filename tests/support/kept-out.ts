import { readdirSync, readFileSync } from 'node:fs'
import { capabilities, type CapabilityName, type Engine, isThere } from './capabilities.ts'

const folder = new URL('../e2e/', import.meta.url)
const names = Object.keys(capabilities).filter((name): name is CapabilityName => name in capabilities)
/** What a file uses from here asks a capability on its behalf. */
const asks: Readonly<Record<string, CapabilityName>> = { testMainJob: 'keepsProfile', keyboardPerson: 'tabComesRound' }

/** Every file of the tests in the browser. */
export const browserTests: readonly string[] = readdirSync(folder)
  .filter((name) => name.endsWith('.test.ts'))
  .sort()

/** What a file of tests leaves out on an engine, by the names of what is missing there. */
function keptOut(file: string, engine: Engine): readonly CapabilityName[] {
  const text = readFileSync(new URL(file, folder), 'utf8')
  const asked = new Set(names.filter((name) => new RegExp(`\\b${name}\\b`).test(text)))
  for (const [helper, name] of Object.entries(asks)) if (text.includes(helper)) asked.add(name)
  return names.filter((name) => asked.has(name) && !isThere(name, engine))
}

/** The line of a file in the table of `docs/browsers.md`. */
export function lineOf(file: string): string {
  const cell = (engine: Engine): string => {
    const missing = keptOut(file, engine)
    return missing.length === 0 ? 'all' : `without ${missing.map((name) => `\`${name}\``).join(', ')}`
  }
  return `| ${file.replace('.test.ts', '')} | ${cell('chromium')} | ${cell('firefox')} | ${cell('webkit')} |`
}
