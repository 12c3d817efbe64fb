import type { ColumnTypes } from '../store/engine.ts'

/** One step of the schema, forward only; released ones are never edited. */
export interface Migration {
  /** Date and subject; the order of names is the order of steps. */
  readonly name: `${number}-${number}-${number}-${string}`
  /** Statements that both engines understand once the column types are filled in. */
  statements(types: ColumnTypes): readonly string[]
}
