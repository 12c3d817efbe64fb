import type { AttrValue, CodeEntry, CodeTable } from './code-table.ts'
import { searchTextsOf } from './search-texts.ts'
import type { TableData } from './table-data.ts'

/** Opens compiled table data for look-up. Entries are made when asked for. */
export function openTable(data: TableData): CodeTable {
  const { codes, names, parents = [] } = data
  const indexByCode = new Map(codes.map((code, index) => [code, index]))
  const groups = new Set(data.groups)
  const abolished = new Set(data.abolished)
  const attrKeys = Object.keys(data.attrs ?? {})
  const made = new Map<number, CodeEntry>()
  let childrenByIndex: Map<number, number[]> | undefined
  const texts = searchTextsOf(data)

  const codeAt = (index: number | undefined): string | undefined =>
    index === undefined || index < 0 ? undefined : codes[index]

  function attrsAt(index: number): Readonly<Record<string, AttrValue>> {
    const attrs: Record<string, AttrValue> = {}
    for (const key of attrKeys) {
      const value = data.attrs?.[key]?.[index]
      if (value !== undefined) attrs[key] = value
    }
    return attrs
  }

  function makeEntry(index: number): CodeEntry {
    const parent = codeAt(parents[index])
    const now = codeAt(data.now?.[index])
    const from = data.from?.[index]
    const to = data.to?.[index]
    return {
      code: codes[index] ?? '',
      name: names[index] ?? '',
      ...(parent !== undefined && { parent }),
      aliases: data.aliases?.[index] ?? [],
      ...(from !== undefined && { from }),
      ...(to !== undefined && { to }),
      selectable: !groups.has(index),
      abolished: abolished.has(index),
      ...(now !== undefined && { now }),
      attrs: attrsAt(index),
    }
  }

  function entryAt(index: number): CodeEntry {
    const standing = made.get(index) ?? makeEntry(index)
    made.set(index, standing)
    return standing
  }

  function indexesUnder(parent: number): readonly number[] {
    if (!childrenByIndex) {
      childrenByIndex = new Map()
      for (const index of codes.keys()) {
        const above = parents[index] ?? -1
        const siblings = childrenByIndex.get(above)
        if (siblings) siblings.push(index)
        else childrenByIndex.set(above, [index])
      }
    }
    return childrenByIndex.get(parent) ?? []
  }

  function indexPath(code: string): readonly number[] {
    const path: number[] = []
    for (let index = indexByCode.get(code) ?? -1; index >= 0 && path.length < 16; index = parents[index] ?? -1) {
      path.unshift(index)
    }
    return path
  }

  return {
    id: data.id,
    title: data.title,
    version: data.version,
    constructed: data.constructed,
    size: codes.length,
    get: (code) => {
      const index = indexByCode.get(code)
      return index === undefined ? undefined : entryAt(index)
    },
    has: (code) => indexByCode.has(code),
    attr: (code, key) => {
      const index = indexByCode.get(code)
      return index === undefined ? undefined : data.attrs?.[key]?.[index]
    },
    children: (code) => indexesUnder(code === undefined ? -1 : (indexByCode.get(code) ?? -2)).map(entryAt),
    path: (code) => indexPath(code).map(entryAt),
    fullName: (code) => indexPath(code).map((index) => names[index]).join(' '),
    *entries() {
      for (const index of codes.keys()) yield entryAt(index)
    },
    searchTexts: texts.holding,
    prepare(count) {
      const [from, to] = texts.make(count)
      for (let index = from; index < to; index += 1) entryAt(index)
      return to === codes.length
    },
  }
}
