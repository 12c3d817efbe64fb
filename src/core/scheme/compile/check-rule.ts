import type { TablesById } from './codes-files.ts'
import type { Place } from './expand-places.ts'
import type { YamlPath } from './read-yaml.ts'
import type { RuleSource } from './rule-source.ts'

const placeholdersOf = (text: string): readonly string[] =>
  [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '')

/** Every placeholder has a value, every value a placeholder. */
export function checkMessages(
  source: Pick<RuleSource, 'message' | 'fix' | 'values'>,
  places: readonly Place[],
  report: (path: YamlPath, message: string) => void,
): void {
  const texts = [
    { path: ['message'], text: source.message },
    ...(source.fix ? [{ path: ['fix', 'label'], text: source.fix.label }] : []),
  ]
  const used = new Set<string>()
  for (const { path, text } of texts) {
    for (const name of placeholdersOf(text)) {
      used.add(name)
      const isLabel = name === 'label' && places.every(({ scope }) => scope === 'field')
      if (!isLabel && !Object.hasOwn(source.values, name)) report(path, `“{${name}}”没有值`)
    }
  }
  for (const name of Object.keys(source.values)) {
    if (!used.has(name)) report(['values', name], `“${name}”没有用到`)
  }
}

/** What `reads` says is what the expressions read; `value` stands for the field of each place. */
export function checkReads(
  source: { readonly reads?: readonly string[] },
  reads: ReadonlySet<string>,
  places: readonly Place[],
  report: (message: string) => void,
): void {
  if (!source.reads) return
  const own = places.flatMap((place) => (place.scope === 'field' ? [`${place.sheet.key}.${place.field.key}`] : []))
  const declared = new Set(source.reads.flatMap((path) => (path === 'value' ? own : [path])))
  const missing = [...reads].filter((path) => !declared.has(path))
  const unread = [...declared].filter((path) => !reads.has(path))
  if (missing.length > 0) report(`条件读了 ${missing.join('、')}，“reads”没有写`)
  if (unread.length > 0) report(`“reads”写了 ${unread.join('、')}，条件没有读`)
}

/** Tables and attributes that an expression names: `table` or `table#attribute`. */
export function checkTables(named: ReadonlySet<string>, tables: TablesById, report: (message: string) => void): void {
  for (const name of named) {
    const [id = '', attr] = name.split('#')
    const table = tables[id]
    if (!table) report(`没有代码表“${id}”`)
    else if (attr !== undefined && !Object.hasOwn(table.attrs ?? {}, attr)) report(`代码表“${id}”没有属性“${attr}”`)
  }
}
