import type { Insertable } from 'kysely'
import type { Tables, Writer } from './database.ts'

const mostInStatement = 64

/**
 * Inserts rows by statements of 64, 32, 16 … rows: few at a time however many there are, and few different texts, so
 * that both databases know them prepared.
 */
export async function insertMany<T extends keyof Tables>(
  writer: Writer,
  table: T,
  rows: readonly Insertable<Tables[T]>[],
): Promise<void> {
  let from = 0
  for (let size = mostInStatement; size >= 1; size /= 2) {
    while (rows.length - from >= size) {
      await writer
        .insertInto(table)
        .values(rows.slice(from, from + size))
        .execute()
      from += size
    }
  }
}
