/**
 * 采集方案: the sheets, fields and help texts a person is asked to fill in.
 * Data compiled from `codes/scheme/`; nothing here knows a particular field.
 */
export interface Scheme {
  readonly id: string
  readonly version: string
  readonly name: string
  readonly sheets: readonly Sheet[]
}

/** 采集表: one of the six sheets, a single row (`basic`) or a list of rows. */
export interface Sheet {
  readonly key: string
  readonly title: string
  readonly kind: 'single' | 'rows'
  /** Rows a fresh sheet starts with; rules, not this number, say what is missing. */
  readonly startRows: number
  readonly maxRows: number
  /** When the sheet stays empty, in the person's words. Absent: the sheet is never empty. */
  readonly emptyNote?: string
  /** Keys of the fields that name a row in a list or card head. */
  readonly rowTitle: readonly string[]
  readonly fields: readonly Field[]
}

/** Whether a value is asked for: always, when another answer calls for it, or never. */
export type Required = 'always' | 'conditional' | 'never'

interface FieldBase {
  readonly key: string
  readonly label: string
  readonly help: string
  readonly required: Required
  /** When a conditional field is required, in the person's words. */
  readonly requiredNote?: string
  /** Where the field comes from: FAQ questions, standards, or `judgement`. */
  readonly source: readonly string[]
  /** Heading under which this field and those after it stand. */
  readonly section?: string
  /** Width on a wide form, in twelfths of a row. */
  readonly span: number
  /** One-click answers offered beside the field. */
  readonly quickFills: readonly QuickFill[]
  /** Values that other fields take over from this one while they are empty or were filled so before. */
  readonly fills: readonly Fill[]
}

/** A one-click answer, e.g. 11111111 for a certificate without a number. */
export interface QuickFill {
  readonly label: string
  readonly value: string
}

/** Puts a value into another field of the same row when this field is answered. */
export interface Fill {
  readonly field: string
  /** Name of the derivation: an attribute of the chosen code, or a registered function of the value. */
  readonly from: { readonly attr: string } | { readonly derive: 'idNumberGender' | 'idNumberBirthDate' }
}

/** What is typed: decides the on-screen keyboard, alignment and input hints, never validity. */
export type TextInput = 'text' | 'idNumber' | 'tel' | 'email' | 'decimal' | 'year' | 'multiline'

/** 手动录入 */
export interface TextField extends FieldBase {
  readonly kind: 'text'
  readonly input: TextInput
  /** Longest value in characters (code points) after clean-up. */
  readonly maxLength: number
  /** Table whose names are offered as suggestions; free text stays allowed. */
  readonly suggestTable?: string
}

/** 代码选择 */
export interface CodeField extends FieldBase {
  readonly kind: 'code'
  readonly table: string
  /** Offers only entries whose attribute equals what another field of the row says; entries without the attribute stay. */
  readonly narrowBy: readonly Narrowing[]
  /** How the entries are offered: a short list, a search box, or a search box with tree browsing. */
  readonly browse: 'list' | 'search' | 'tree'
  /** Attribute whose truthy entries are listed first. */
  readonly pinnedAttr?: string
  /** Code prefix whose entries are listed first (广西 = 45). */
  readonly pinnedPrefix?: string
}

/** Narrows entries by another field of the row: by its value, or by an attribute of the code chosen there. */
export interface Narrowing {
  readonly attr: string
  readonly field: string
  readonly fieldAttr?: string
}

/** 时间格式: plain calendar dates without a time zone. */
export interface DateField extends FieldBase {
  readonly kind: 'date'
  readonly precision: 'day' | 'month'
}

/** 序号: the row's number, generated, never stored. */
export interface SequenceField extends FieldBase {
  readonly kind: 'sequence'
}

/** One column of a sheet. */
export type Field = TextField | CodeField | DateField | SequenceField

/** Whether names and other words of people are typed into the field: what rare characters are looked for in. */
export const takesNames = (field: Field): boolean =>
  field.kind === 'text' && (field.input === 'text' || field.input === 'multiline')

/** The sheet with this key, if the scheme has it. */
export function sheetByKey(scheme: Scheme, key: string): Sheet | undefined {
  return scheme.sheets.find((sheet) => sheet.key === key)
}

/** The field with this key on the sheet, if it has one. */
export function fieldByKey(sheet: Sheet, key: string): Field | undefined {
  return sheet.fields.find((field) => field.key === key)
}
