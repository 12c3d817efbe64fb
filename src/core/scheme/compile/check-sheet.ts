import type { CodeField, Field, Sheet } from '#core/scheme/scheme.ts'
import type { TablesById } from './codes-files.ts'
import type { YamlPath } from './read-yaml.ts'

type Report = (path: YamlPath, message: string) => void

interface Place {
  readonly sheet: Sheet
  readonly tables: TablesById
  readonly at: YamlPath
  readonly report: Report
}

const hasAttr = (tables: TablesById, table: string, attr: string): boolean => {
  const attrs = tables[table]?.attrs
  return attrs !== undefined && Object.hasOwn(attrs, attr)
}

function checkAttr({ tables, report }: Place, path: YamlPath, table: string, attr: string): void {
  if (tables[table] && !hasAttr(tables, table, attr)) report(path, `代码表“${table}”没有属性“${attr}”`)
}

function findField({ sheet, report }: Place, path: YamlPath, key: string): Field | undefined {
  const field = sheet.fields.find((candidate) => candidate.key === key)
  if (!field) report(path, `表“${sheet.key}”没有栏目“${key}”`)
  return field
}

function checkNarrowing(field: CodeField, place: Place): void {
  for (const [index, { attr, field: by, fieldAttr }] of field.narrowBy.entries()) {
    const path = [...place.at, 'narrowBy', index]
    checkAttr(place, path, field.table, attr)
    const other = findField(place, path, by)
    if (fieldAttr === undefined || !other) continue
    if (other.kind === 'code') checkAttr(place, path, other.table, fieldAttr)
    else place.report(path, `“${by}”不是代码栏目，没有属性“${fieldAttr}”`)
  }
}

function checkFills(field: Field, place: Place): void {
  for (const [index, { field: target, from }] of field.fills.entries()) {
    const path = [...place.at, 'fills', index]
    findField(place, path, target)
    if (!('attr' in from)) continue
    if (field.kind === 'code') checkAttr(place, path, field.table, from.attr)
    else place.report(path, `“${field.key}”不是代码栏目，没有属性“${from.attr}”`)
  }
}

function checkCodeField(field: CodeField, place: Place): void {
  const { tables, at, report } = place
  const table = tables[field.table]
  if (!table) {
    report([...at, 'table'], `没有代码表“${field.table}”`)
    return
  }
  if (field.pinnedAttr !== undefined) checkAttr(place, [...at, 'pinnedAttr'], field.table, field.pinnedAttr)
  const prefix = field.pinnedPrefix
  if (prefix !== undefined && !table.codes.some((code) => code.startsWith(prefix))) {
    report([...at, 'pinnedPrefix'], `代码表“${field.table}”没有以“${prefix}”开头的代码`)
  }
  for (const [index, { value }] of field.quickFills.entries()) {
    if (!table.codes.includes(value)) report([...at, 'quickFills', index], `代码表“${field.table}”没有代码“${value}”`)
  }
  checkNarrowing(field, place)
}

/** Whether what the fields of a sheet name exists: tables, attributes, other fields. */
export function checkSheet(sheet: Sheet, tables: TablesById, report: Report): void {
  const keys = sheet.fields.map(({ key }) => key)
  for (const [index, key] of sheet.rowTitle.entries()) {
    if (!keys.includes(key)) report(['rowTitle', index], `表“${sheet.key}”没有栏目“${key}”`)
  }
  for (const [index, field] of sheet.fields.entries()) {
    const place: Place = { sheet, tables, at: ['fields', index], report }
    if (keys.indexOf(field.key) !== index) report(['fields', index, 'key'], `栏目“${field.key}”写了两次`)
    if (field.required === 'conditional' && field.requiredNote === undefined) {
      report(place.at, `“${field.key}”有条件必填，缺少“requiredNote”`)
    }
    if (field.kind === 'code') checkCodeField(field, place)
    if (field.kind === 'text' && field.suggestTable !== undefined && !tables[field.suggestTable]) {
      report([...place.at, 'suggestTable'], `没有代码表“${field.suggestTable}”`)
    }
    checkFills(field, place)
  }
}
