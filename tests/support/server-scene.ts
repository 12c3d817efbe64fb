import { createHash } from 'node:crypto'
import { afterEach, beforeEach } from 'vitest'
import type { PushedStep } from '#core/sync/pushed-step.ts'
import type { PushedEvent, PushResult } from '#core/sync/replication.ts'
import { addAccount } from '#server/store/accounts.ts'
import { pushEvents } from '#server/store/push-events.ts'
import type { storeArrivals } from '#server/store/store-arrivals.ts'
import type { Store } from '#server/store/store.ts'
import { aPushed } from './pushed-events.ts'
import { aTree, staffNow } from './staff.ts'
import type { bothEngines, TestDatabase } from './stores.ts'

/** An empty database for each test of a block; where this machine has no such engine the tests are skipped aloud. */
export function aDatabaseForEach({
  isHere,
  create,
}: Pick<ReturnType<typeof bothEngines>[number], 'isHere' | 'create'>): Pick<TestDatabase, 'open'> {
  let database: TestDatabase | undefined
  beforeEach(async (context) => {
    context.skip(!isHere, 'this machine has no PostgreSQL')
    database = await create()
  })
  afterEach(async () => {
    await database?.remove()
    database = undefined
  })
  return {
    open() {
      if (!database) throw new Error('there is a database in a test only')
      return database.open()
    },
  }
}

type Arrival = Parameters<typeof storeArrivals>[1][number]

/** The unit of the small region, and what an account of it pushes. */
export async function aReviewingUnit(store: Store) {
  const { unit, department, otherUnit } = await aTree(store)
  const row = { loginName: 'a', displayName: 'a', orgId: unit.id, role: 'admin', passwordHash: null } as const
  const account = await store.write((writer) => addAccount(writer, row, staffNow))
  const base = { orgId: unit.id, accountId: account?.id ?? '', role: 'admin', now: staffNow } as const
  const push = (events: readonly PushedEvent[], through: Store = store): Promise<PushResult[]> =>
    through.write((writer) => pushEvents(writer, { ...base, events }))
  return {
    orgId: unit.id,
    parentId: department.id,
    otherUnitId: otherUnit.id,
    accountId: base.accountId,
    push,
    /** Takes these steps in a case, one push after the other; each must stand. */
    async take(caseId: string, steps: readonly PushedStep[], from = 1): Promise<void> {
      for (const [at, step] of steps.entries()) {
        const results = await push([aPushed(caseId, from + at, step)])
        if (results.some(({ kind }) => kind !== 'accepted')) throw new Error(JSON.stringify(results))
      }
    },
  }
}

const hex = (text: string): string => createHash('sha256').update(text).digest('hex')

/** An upload as it was checked, and where it goes. */
export function anArrival(
  { orgId, taskId = 'task' }: { readonly orgId: string; readonly taskId?: string },
  recordId: string,
  changes: Partial<Arrival['checked']> = {},
): Arrival {
  const { revision = 1 } = changes
  const digest = changes.digest ?? hex(`${recordId} ${revision}`)
  const checked = { digest, device: digest.slice(0, 43), recordId, revision, previous: null, isSealed: false }
  const file = Buffer.from(`file of ${digest} for ${recordId}`)
  return { checked: { ...checked, issues: null, ...changes }, file, orgId, taskId, at: staffNow + revision }
}
