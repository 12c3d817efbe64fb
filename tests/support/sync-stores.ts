import type { Pinia } from 'pinia'
import { ok } from '#core/errors/result.ts'
import { pageStores } from './page-stores.ts'

/** The stores of a page that syncs over an exchange, at a moment that stands still; nothing else of the platform is asked. */
export const syncStores = (exchange: object): Promise<Pinia> =>
  pageStores({
    clock: { now: () => 5, today: () => '2026-11-24' },
    storage: {},
    locks: async () => ({}),
    files: {},
    backup: async () => ({ isForgetful: () => false, copies: async () => ok([]), lockedCopies: async () => ok([]) }),
    exchange: async () => exchange,
    schemeUpdates: async () => ({ published: { check: async () => undefined } }),
  })
