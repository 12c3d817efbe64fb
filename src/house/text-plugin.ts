import type { Plugin } from 'vite'

/** A module `virtual:caibao-<name>` whose text is made when the app is built. */
export function textPlugin(name: string, makeText: () => Promise<string>): Plugin {
  const moduleId = `virtual:caibao-${name}`
  const resolvedId = `\0${moduleId}`
  return {
    name: `caibao:${name}`,
    resolveId(id) {
      return id === moduleId ? resolvedId : undefined
    },
    async load(id) {
      return id === resolvedId ? makeText() : undefined
    },
  }
}
