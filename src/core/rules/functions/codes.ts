import type { AttrValue, CodeEntry } from '#core/codes/code-table.ts'
import type { TableLookup } from '#core/codes/table-lookup.ts'
import type { RuleFunction } from './rule-function.ts'

/** The merged table in which places are looked up. */
const divisions = 'divisions'

function entryOf(tables: TableLookup, table: string, code: string): CodeEntry | undefined {
  return tables.table(table)?.get(code)
}

function attrText(value: AttrValue | undefined): string {
  if (value === undefined) return ''
  return typeof value === 'object' ? value.join('|') : String(value)
}

function attrOf(tables: TableLookup, table: string, code: string, key: string): string {
  return attrText(tables.table(table)?.attr(code, key))
}

function hasItem(tables: TableLookup, [table, code, key]: readonly [string, string, string], item: string): boolean {
  const found = tables.table(table)
  if (!found) return true
  const value = found.attr(code, key)
  return typeof value === 'object' ? value.includes(item) : value !== undefined && attrText(value) === item
}

function intOf(text: string): number {
  const value = Number.parseInt(text, 10)
  return Number.isSafeInteger(value) ? value : 0
}

function codeOfName(tables: TableLookup, table: string, name: string): string {
  if (name === '') return ''
  for (const entry of tables.table(table)?.entries() ?? []) {
    if (entry.name === name || entry.aliases.includes(name)) return entry.code
  }
  return ''
}

function nowNameOf(tables: TableLookup, code: string): string {
  const now = entryOf(tables, divisions, code)?.now
  return now === undefined ? '' : (tables.table(divisions)?.fullName(now) ?? '')
}

/** What a table says of one code, as text: the shape most of these functions have. */
const ofEntry = (
  name: string,
  about: string,
  read: (tables: TableLookup, table: string, code: string) => string,
): RuleFunction => ({
  name,
  signature: `${name}(string, string): string`,
  about,
  bind: (tables) => (table: string, code: string) => read(tables, table, code),
})

/**
 * Functions about codes and what their tables say of them. A table that is not loaded yet answers as if every code
 * were known and selectable, so that no rule cries before the tables arrive.
 */
export const codeFunctions: readonly RuleFunction[] = [
  {
    name: 'known',
    signature: 'known(string, string): bool',
    about: '代码表中是否有这个代码。',
    bind: (tables) => (table: string, code: string) => tables.table(table)?.has(code) ?? true,
  },
  {
    name: 'selectable',
    signature: 'selectable(string, string): bool',
    about: '代码是否可选（分组行和仅供识别的代码不可选）。',
    bind: (tables) => (table: string, code: string) => {
      const found = tables.table(table)
      return found ? (found.get(code)?.selectable ?? false) : true
    },
  },
  {
    name: 'isGroup',
    signature: 'isGroup(string, string): bool',
    about: '代码是否为分组行，应选到其下级。',
    bind: (tables) => (table: string, code: string) =>
      entryOf(tables, table, code)?.selectable === false && tables.table(table)?.children(code).length !== 0,
  },
  {
    name: 'hasBelow',
    signature: 'hasBelow(string, string): bool',
    about: '代码之下是否还有可选的下级。',
    bind: (tables) => (table: string, code: string) => {
      const found = tables.table(table)
      return found !== undefined && found.has(code) && found.children(code).some(({ selectable }) => selectable)
    },
  },
  ofEntry('nameOf', '代码的名称；没有时为空。', (tables, table, code) => entryOf(tables, table, code)?.name ?? ''),
  ofEntry(
    'fullNameOf',
    '代码连同各上级的名称；没有时为空。',
    (tables, table, code) => tables.table(table)?.fullName(code) ?? '',
  ),
  ofEntry('parentOf', '上级代码；没有时为空。', (tables, table, code) => entryOf(tables, table, code)?.parent ?? ''),
  ofEntry(
    'validFrom',
    '代码启用的年份或年月；没有时为空。',
    (tables, table, code) => entryOf(tables, table, code)?.from ?? '',
  ),
  ofEntry(
    'validTo',
    '代码停用的年份或年月；没有时为空。',
    (tables, table, code) => entryOf(tables, table, code)?.to ?? '',
  ),
  ofEntry('codeOfName', '名称或别名对应的代码；没有时为空。', codeOfName),
  {
    name: 'attr',
    signature: 'attr(string, string, string): string',
    about: '代码的一项属性，写成文字；没有时为空。',
    bind: (tables) => (table: string, code: string, key: string) => attrOf(tables, table, code, key),
  },
  {
    name: 'attrInt',
    signature: 'attrInt(string, string, string): int',
    about: '代码的一项属性，取整数；没有时为 0。',
    bind: (tables) => (table: string, code: string, key: string) => intOf(attrOf(tables, table, code, key)),
  },
  {
    name: 'attrHas',
    signature: 'attrHas(string, string, string, string): bool',
    about: '代码的一项列表属性是否包含某值。',
    bind: (tables) => (table: string, code: string, key: string, item: string) =>
      hasItem(tables, [table, code, key], item),
  },
  {
    name: 'abolished',
    signature: 'abolished(string): bool',
    about: '行政区划代码是否已撤销。',
    bind: (tables) => (code: string) => entryOf(tables, divisions, code)?.abolished ?? false,
  },
  {
    name: 'nowName',
    signature: 'nowName(string): string',
    about: '已撤销的行政区划现在的全称；不知道时为空。',
    bind: (tables) => (code: string) => nowNameOf(tables, code),
  },
]
