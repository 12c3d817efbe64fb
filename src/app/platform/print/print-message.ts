import type { DrawnFont, PageDrawing } from '#core/print/page-drawing.ts'
import type { PageMarks } from '#core/print/page-marks.ts'
import type { PosterPrint } from '#core/print/poster-document.ts'
import type { RosterPerson, RosterPrint } from '#core/print/roster-document.ts'
import type { SlipPrint } from '#core/print/slip-document.ts'
import type { TablePrint } from '#core/print/table-document.ts'
import type { TotalsPrint } from '#core/print/totals-document.ts'
import type { PersonRecord } from '#core/record/record.ts'
import type { Scheme } from '#core/scheme/scheme.ts'

/** A form to be printed; values of codes and dates come in words, by field and value. */
export interface FormRequest {
  readonly kind: 'form'
  readonly scheme: Scheme
  readonly record?: PersonRecord
  readonly shown: Readonly<Record<string, string>>
  readonly marks: PageMarks
  readonly title: string
}

/** A table without what cannot travel to a worker. */
type PlainTable = Omit<TablePrint, 'onProgress' | 'pageTotal'>

/** What can be put on paper. */
export type PrintRequest =
  | FormRequest
  | { readonly kind: 'roster'; readonly title: string; readonly roster: RosterPrint }
  | { readonly kind: 'tables'; readonly title: string; readonly tables: readonly PlainTable[] }
  | { readonly kind: 'totals'; readonly title: string; readonly totals: TotalsPrint }
  | { readonly kind: 'slip'; readonly title: string; readonly slip: SlipPrint }
  | { readonly kind: 'poster'; readonly title: string; readonly poster: PosterPrint }

/** What is said to the worker: the people of a roster go ahead of it. */
export type PrintMessage = PrintRequest | { readonly kind: 'people'; readonly people: readonly RosterPerson[] }

/** The pages as they are in the file, to be looked at before; none of a long paper. */
export interface PrintPreview {
  readonly pages: readonly PageDrawing[]
  readonly fonts: readonly DrawnFont[]
}

/** What the worker tells. */
export type PrintReply =
  | { readonly kind: 'progress'; readonly share: number }
  | {
      readonly kind: 'done'
      readonly bytes: Uint8Array<ArrayBuffer>
      readonly missing: readonly string[]
      readonly pageTotal: number
      readonly preview: PrintPreview
    }
  | { readonly kind: 'fontsMissing'; readonly characters: string }
  | { readonly kind: 'partsMissing' }
  | { readonly kind: 'failed'; readonly reason: string }

/** Key of a value in words. */
export const shownKey = (field: string, value: string): string => `${field}\u0000${value}`
