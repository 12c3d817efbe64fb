import * as v from 'valibot'
import { ok } from '#core/errors/result.ts'

/** What tabs of one browser keep beside the cases, in memory: each row of its kind under its name. */
export function memoryKept() {
  const rows = new Map<string, unknown>()
  const fitting = <T>(kind: string, schema: v.GenericSchema<unknown, T>): readonly T[] =>
    [...rows].flatMap(([key, value]) => (key.startsWith(`${kind}:`) ? [v.parse(schema, value)] : []))
  const put = (kind: string, id: string, value: unknown): void => void rows.set(`${kind}:${id}`, value)
  const storage = {
    list: <T>(kind: string, schema: v.GenericSchema<unknown, T>) => Promise.resolve(ok(fitting(kind, schema))),
    survey: <T>(kind: string, schema: v.GenericSchema<unknown, T>) =>
      Promise.resolve(ok({ fitting: fitting(kind, schema), unread: [] })),
    put: (kind: string, id: string, value: unknown) => Promise.resolve(ok(put(kind, id, value))),
    remove: (kind: string, id: string) => Promise.resolve(ok(void rows.delete(`${kind}:${id}`))),
    change<T>(
      kind: string,
      schema: v.GenericSchema<unknown, T>,
      make: (kept: readonly T[]) => readonly { readonly id: string; readonly value: T }[],
    ) {
      for (const { id, value } of make(fitting(kind, schema))) put(kind, id, value)
      return Promise.resolve(ok(undefined))
    },
  }
  return { rows, put, storage }
}
