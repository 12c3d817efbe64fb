import type { TableLookup } from '#core/codes/table-lookup.ts'

/** A function that conditions may call. Pure; answers on any strings and never throws. */
export interface RuleFunction {
  readonly name: string
  /** CEL signature, e.g. `monthsBetween(string, string): int`. */
  readonly signature: string
  /** What it answers, in one sentence, for `docs/rules.md`. */
  readonly about: string
  readonly bind: (tables: TableLookup) => (...args: never[]) => string | number | boolean
}
