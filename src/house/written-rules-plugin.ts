import type { Plugin } from 'vite'
import { compiledBundle } from '#server/scheme/read-codes.ts'
import { writtenModule } from '#server/scheme/written-module.ts'

const moduleId = 'virtual:caibao-written-rules'
const resolvedId = `\0${moduleId}`

/** Writes the rules of `codes/` out as a module, for whatever checks in bulk. */
export function writtenRulesPlugin(): Plugin {
  return {
    name: 'caibao:written-rules',
    resolveId(id) {
      return id === moduleId ? resolvedId : undefined
    },
    async load(id) {
      return id === resolvedId ? writtenModule(await compiledBundle()) : undefined
    },
  }
}
