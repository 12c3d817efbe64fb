import type { Field, Scheme, Sheet } from '#core/scheme/scheme.ts'
import type { At, Selector } from './rule-source.ts'

/** One place where a rule runs. */
export type Place =
  | { readonly scope: 'field'; readonly sheet: Sheet; readonly field: Field }
  | { readonly scope: 'row'; readonly sheet: Sheet }
  | { readonly scope: 'sheet'; readonly sheet: Sheet }
  | { readonly scope: 'record' }
  | { readonly scope: 'handingIn' }

type Report = (message: string) => void

function namedPlace(text: string, scheme: Scheme, report: Report): readonly Place[] {
  if (text === 'record' || text === 'handingIn') return [{ scope: text }]
  const match = /^(\w+)(\[\])?(?:\.(\w+))?$/.exec(text)
  const [, sheetKey, brackets, fieldKey] = match ?? []
  const sheet = scheme.sheets.find(({ key }) => key === sheetKey)
  if (!sheet || (brackets && fieldKey)) {
    report(`不认识的位置“${text}”`)
    return []
  }
  if (fieldKey === undefined) {
    if (brackets && sheet.kind === 'single') report(`表“${sheet.key}”只有一行，写“${sheet.key}”`)
    return [{ scope: brackets ? 'row' : 'sheet', sheet }]
  }
  const field = sheet.fields.find(({ key }) => key === fieldKey)
  if (field) return [{ scope: 'field', sheet, field }]
  report(`表“${sheet.key}”没有栏目“${fieldKey}”`)
  return []
}

function isSelected(field: Field, { required, kind, fields, except }: Selector): boolean {
  return (
    field.kind !== 'sequence' &&
    (required === undefined || field.required === required) &&
    (kind === undefined || field.kind === kind) &&
    (fields?.includes(field.key) ?? true) &&
    !except?.includes(field.key)
  )
}

function selectedPlaces(selector: Selector, scheme: Scheme, report: Report): readonly Place[] {
  const sheets = scheme.sheets.filter(({ key }) => selector.sheet === '*' || key === selector.sheet)
  if (sheets.length === 0) {
    report(`没有表“${selector.sheet}”`)
    return []
  }
  const known = new Set(sheets.flatMap(({ fields }) => fields.map(({ key }) => key)))
  for (const key of [...(selector.fields ?? []), ...(selector.except ?? [])]) {
    if (!known.has(key)) report(`选中的表里没有栏目“${key}”`)
  }
  const places = sheets.flatMap((sheet) =>
    sheet.fields
      .filter((field) => isSelected(field, selector))
      .map((field) => ({ scope: 'field', sheet, field }) as const),
  )
  if (places.length === 0) report('没有选中任何栏目')
  return places
}

/** Every place that `at` names, one by one. */
export function expandPlaces(at: At, scheme: Scheme, report: Report): readonly Place[] {
  if (typeof at === 'string') return namedPlace(at, scheme, report)
  if (Array.isArray(at)) return at.flatMap((text) => namedPlace(text, scheme, report))
  return selectedPlaces(at, scheme, report)
}
