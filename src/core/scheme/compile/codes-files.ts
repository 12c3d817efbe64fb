import type { TableData } from '#core/codes/table-data.ts'

/** The files of `codes/`: text by path. */
export type CodesFiles = ReadonlyMap<string, string>

/** Compiled tables by id. */
export type TablesById = Readonly<Record<string, TableData>>
