import * as v from 'valibot'
import type { UnitSyncStorage } from '#app/platform/storage/unit-sync-storage.ts'
import { fail, ok } from '#core/errors/result.ts'

/** The traffic with the server in memory: it answers as the sealed one does, and what lies there can be looked at. */
export function memorySync(stored = new Map<string, unknown>()) {
  const row = (id: string, value: unknown) => Promise.resolve({ id, sealed: value })
  const begin = (prefix: string) => [...stored].filter(([id]) => id.startsWith(prefix))
  const rows: UnitSyncStorage = {
    row,
    async get(id, schema) {
      if (!stored.has(id)) return ok(undefined)
      const parsed = v.safeParse(schema, stored.get(id))
      return parsed.success ? ok(parsed.output) : fail('KEPT_UNREADABLE', {})
    },
    list: async (prefix, schema) =>
      ok(
        begin(prefix).flatMap(([id, value]) => {
          const parsed = v.safeParse(schema, value)
          return parsed.success ? [{ id, value: parsed.output }] : []
        }),
      ),
    ids: async (prefix) => ok(begin(prefix).map(([id]) => id)),
    put: async (id, value) => ok(void stored.set(id, value)),
    async remove(ids) {
      for (const id of ids) stored.delete(id)
      return ok(undefined)
    },
  }
  return { rows, stored }
}
