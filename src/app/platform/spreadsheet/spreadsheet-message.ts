import type { TableData } from '#core/codes/table-data.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { fail } from '#core/errors/result.ts'
import type { Scheme } from '#core/scheme/scheme.ts'
import type { ExportFormat } from '#core/spreadsheet/export-people.ts'
import type { ImportedPeople } from '#core/spreadsheet/import-people.ts'
import type { TabledPerson } from '#core/spreadsheet/record-tables.ts'
import type { Table } from '#core/spreadsheet/spreadsheet.ts'

/** What names and codes are looked up in. */
export interface SpreadsheetSetting {
  readonly scheme: Scheme
  readonly tables: readonly (readonly [string, TableData])[]
}

/** What is asked of the worker. */
export type SpreadsheetRequest =
  | { readonly kind: 'setting'; readonly setting: SpreadsheetSetting }
  | { readonly kind: 'tables'; readonly file: File }
  | { readonly kind: 'people'; readonly file: File }
  | { readonly kind: 'template' }
  | { readonly kind: 'export'; readonly format: ExportFormat; readonly chosen?: ReadonlySet<string> }
  | { readonly kind: 'more'; readonly people: readonly TabledPerson[] }
  | { readonly kind: 'end' }

/** What the worker answers, one answer to each request but the setting. */
export type SpreadsheetReply =
  | { readonly kind: 'tables'; readonly tables: readonly Table[] }
  | { readonly kind: 'people'; readonly people: ImportedPeople }
  | { readonly kind: 'ready' }
  | { readonly kind: 'file'; readonly file: Blob }
  | { readonly kind: 'refused'; readonly error: AppError }

/** Why a request came to nothing: only where a file is read, a file can be at fault. */
export const brokenOff = ({ kind }: SpreadsheetRequest, reason: string): AppError =>
  kind === 'tables' || kind === 'people'
    ? fail('FILE_NOT_OPENED', { reason: reason || 'worker' }).error
    : fail('EXPORT_BROKE_OFF', { reason }).error
