import type { Rolldown } from 'vite'

interface ImportedBy {
  readonly isEntry: boolean
  readonly importers: readonly string[]
  readonly dynamicImporters: readonly string[]
}

/** Who imports a module: what of the bundler decides here. */
export interface Imports {
  readonly getModuleInfo: (id: string) => ImportedBy | null
}

interface PageGroup extends Rolldown.CodeSplittingGroup {
  readonly name: (id: string, imports: Imports) => string | null
}

/**
 * The pages of one edition, and whatever only they stand on, in one file: hundreds of small ones take the browser longer
 * to keep for offline than their bytes do. What others need as well stays outside, and so does a part fetched later by
 * itself; therefore no two files ever wait for each other.
 */
export function pageGroup(name: string, routes: RegExp, apart?: RegExp): PageGroup {
  function isOnlyOfPages(id: string, imports: Imports): boolean {
    const asked = new Set([id])
    for (const each of asked) {
      const module = imports.getModuleInfo(each)
      if (module === null || module.isEntry || apart?.test(each) === true) return false
      const { dynamicImporters, importers } = module
      if (dynamicImporters.length + importers.length === 0) return false
      if (!dynamicImporters.every((importer) => routes.test(importer))) return false
      for (const importer of importers) asked.add(importer)
    }
    return true
  }

  return {
    debugName: name,
    name: (id, imports) => (isOnlyOfPages(id, imports) ? name : null),
    includeDependenciesRecursively: false,
  }
}
