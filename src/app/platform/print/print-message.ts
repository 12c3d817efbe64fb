import type { DrawnFont, PageDrawing } from '#core/print/page-drawing.ts'
import type { PageMarks } from '#core/print/page-marks.ts'
import type { PersonRecord } from '#core/record/record.ts'
import type { Scheme } from '#core/scheme/scheme.ts'

/** A form to be printed; values of codes and dates come in words, by field and value. */
export interface PrintRequest {
  readonly scheme: Scheme
  readonly record?: PersonRecord
  readonly shown: Readonly<Record<string, string>>
  readonly marks: PageMarks
  readonly title: string
}

/** The pages as they are in the file, to be looked at before. */
export interface PrintPreview {
  readonly pages: readonly PageDrawing[]
  readonly fonts: readonly DrawnFont[]
}

/** What the worker tells. */
export type PrintReply =
  | { readonly kind: 'progress'; readonly loadedBytes: number; readonly allBytes: number }
  | {
      readonly kind: 'done'
      readonly bytes: Uint8Array<ArrayBuffer>
      readonly missing: readonly string[]
      readonly preview: PrintPreview
    }
  | { readonly kind: 'fontsMissing'; readonly characters: string }
  | { readonly kind: 'failed'; readonly reason: string }

/** Key of a value in words. */
export const shownKey = (field: string, value: string): string => `${field}\u0000${value}`
