import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Root of the repository. */
export const root = fileURLToPath(new URL('../../', import.meta.url))

/** One of the example files beside the page on operations. */
export const example = (name: string): string => readFileSync(join(root, 'docs/operations', name), 'utf8')

/** `A=1 B=2` as an environment. */
export const environmentOf = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries([...text.matchAll(/\b([A-Z][A-Z_]*)=(\S+)/g)].map(([, name = '', value = '']) => [name, value]))

/** The instructions of one stage of a container file, lines that go on joined. */
export function lastStage(file: string): readonly (readonly [word: string, rest: string])[] {
  const lines = file.replaceAll(/\\\n\s*/g, ' ').split('\n')
  const stage = lines.slice(lines.findLastIndex((line) => line.startsWith('FROM ')))
  return stage.flatMap((line) => {
    const [, word, rest] = /^([A-Z]+) (.*)$/.exec(line) ?? []
    return word !== undefined && rest !== undefined ? [[word, rest] as const] : []
  })
}
