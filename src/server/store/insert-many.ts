import type { Tables, Writer } from './database.ts'
import { type GivenRow, insertGiven } from './given-rows.ts'

const mostInStatement = 1000

/** Inserts rows of text and numbers, many in one statement. */
export async function insertMany(writer: Writer, table: keyof Tables, rows: readonly GivenRow[]): Promise<void> {
  for (let from = 0; from < rows.length; from += mostInStatement)
    await insertGiven(writer, table, rows.slice(from, from + mostInStatement)).execute(writer)
}
