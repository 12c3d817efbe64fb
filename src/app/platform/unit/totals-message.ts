import type { AppError } from '#core/errors/error-code.ts'
import type { Totals, TotalsCell, TotalsQuery } from '#core/review/totals.ts'
import type { Scheme } from '#core/scheme/scheme.ts'

/** People whose texts lie in one block: their slots, and the places of their texts. */
export interface BlockOfPeople {
  readonly block: string
  readonly slots: Uint32Array
  readonly positions: Uint32Array
}

/** What the worker needs to know before its first question. */
export interface TotalsSetting {
  readonly scheme: Scheme
  /** Key of the vault: the worker reads the store itself. */
  readonly sealingKey: CryptoKey
  /** Name of the unit's database. */
  readonly database: string
  /** What tells it from one that was made anew under its name, where the page knows it. */
  readonly born?: unknown
}

/** What is said to the worker. */
export type TotalsRequest =
  | { readonly kind: 'setting'; readonly setting: TotalsSetting }
  | { readonly kind: 'states'; readonly states: readonly (readonly [state: string, slots: Uint32Array])[] }
  | { readonly kind: 'load'; readonly job: number; readonly blocks: readonly BlockOfPeople[] }
  /** To another worker: make what is not kept yet of these blocks, from the last one on. */
  | { readonly kind: 'keep'; readonly blocks: readonly string[] }
  | { readonly kind: 'count'; readonly job: number; readonly query: TotalsQuery; readonly slots: Uint32Array }
  | {
      readonly kind: 'behind'
      readonly job: number
      readonly query: TotalsQuery
      readonly slots: Uint32Array
      readonly at: TotalsCell
    }

/** What the worker answers. */
export type TotalsReply =
  /** `made`: how many blocks were not kept. */
  | { readonly kind: 'progress'; readonly job: number; readonly read: number; readonly made: number }
  | { readonly kind: 'loaded'; readonly job: number }
  | { readonly kind: 'counted'; readonly job: number; readonly totals: Totals }
  | { readonly kind: 'behind'; readonly job: number; readonly slots: Uint32Array }
  | { readonly kind: 'failed'; readonly job: number; readonly error: AppError }
