import { signingDevices } from './2026-11-26-signing-devices.ts'
import { erasure } from './2026-11-26-erasure.ts'
import { packDigests } from './2026-11-26-pack-digests.ts'
import { foundation } from './2026-11-25-foundation.ts'
import { unitCodes } from './2026-11-26-unit-codes.ts'
import { digestsInTrails } from './2026-11-28-digests-in-trails.ts'
import { erasingByIndex } from './2026-11-28-erasing-by-index.ts'
import { knownMoments } from './2026-11-29-known-moments.ts'
import { timeKnown } from './2026-11-27-time-known.ts'
import { packRefusals } from './2026-11-27-pack-refusals.ts'
import { packsInOrder } from './2026-11-26-packs-in-order.ts'
import { replication } from './2026-11-25-replication.ts'
import { operations } from './2026-11-26-operations.ts'
import { sincePacks } from './2026-11-26-since-packs.ts'
import { staff } from './2026-11-25-staff.ts'
import { turns } from './2026-11-26-turns.ts'
import type { Migration } from './migration.ts'

/** Every step of the schema in order; a new one is added at the end. */
export const allMigrations: readonly Migration[] = [
  foundation,
  replication,
  staff,
  erasure,
  operations,
  packDigests,
  packsInOrder,
  signingDevices,
  sincePacks,
  turns,
  unitCodes,
  packRefusals,
  timeKnown,
  digestsInTrails,
  erasingByIndex,
  knownMoments,
]
