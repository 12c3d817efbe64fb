import * as v from 'valibot'
import type { CaibaoDatabase } from '#app/platform/storage/caibao-database.ts'
import { logMarkSchema } from '#core/sync/log-mark.ts'

const entrySchema = v.object({
  /** Thumbprint of the key its receipts are signed with: the task's word, or what it said at the first contact. */
  kid: v.string(),
  /** How far its clock is ahead of this device's, in milliseconds. */
  aheadMs: v.number(),
  /** Where its return slips were read up to. */
  slipsAfter: v.number(),
  /** The furthest place of its log that a receipt or a return slip has shown. */
  mark: v.exactOptional(logMarkSchema),
  /** It was restored from a backup older than that: whether it still has what was delivered is to be asked. */
  isDoubted: v.exactOptional(v.literal(true)),
  metAt: v.number(),
})

/** What this device knows of a server. */
export type KnownServer = v.InferOutput<typeof entrySchema>

/** The servers this device has met. A server that signs with another key later is told to the person, not believed. */
export interface ServerBook {
  find(origin: string): Promise<KnownServer | undefined>
  /** Changes what is known, from what stands there, in one transaction. */
  update(origin: string, next: (known: KnownServer | undefined) => KnownServer): Promise<KnownServer>
}

const keyOf = (origin: string): string => `server ${origin}`

/** The book among the settings of this device. */
export function dexieServerBook({ settings }: Pick<CaibaoDatabase, 'settings'>): ServerBook {
  async function find(origin: string): Promise<KnownServer | undefined> {
    const parsed = v.safeParse(entrySchema, (await settings.get(keyOf(origin)))?.value)
    return parsed.success ? parsed.output : undefined
  }
  return {
    find,
    update: (origin, next) =>
      settings.db.transaction('rw', settings, async () => {
        const value = next(await find(origin))
        await settings.put({ key: keyOf(origin), value })
        return value
      }),
  }
}
