import type { Plugin } from 'vite'
import { readEnglishTexts } from '#server/scheme/read-codes.ts'

const moduleId = 'virtual:caibao-english'
const resolvedId = `\0${moduleId}`

/** The English of `codes/english/` as a module, fetched only by those who chose it. */
export function englishPlugin(): Plugin {
  return {
    name: 'caibao:english',
    resolveId(id) {
      return id === moduleId ? resolvedId : undefined
    },
    async load(id) {
      return id === resolvedId ? `export const texts = ${JSON.stringify(await readEnglishTexts())}` : undefined
    },
  }
}
