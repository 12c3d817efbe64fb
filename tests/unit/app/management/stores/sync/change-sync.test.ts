import { describe, expect, test } from 'vitest'
import { clearSync, clearSyncAfterLoss } from '#app/management/stores/sync/change-sync.ts'
import type { CaseChange, SyncedCase } from '#app/platform/storage/case-storage.ts'
import { ok } from '#core/errors/result.ts'
import { type CaseSync, notSynced } from '#core/sync/case-sync.ts'
import { aCaseRow } from '#tests/support/case-rows.ts'

const state = { id: 'state', sealed: '' }

/** What is written of these cases. */
async function written(clear: 'clearSync' | 'clearSyncAfterLoss', syncs: readonly CaseSync[]) {
  const synced: SyncedCase[] = syncs.map((sync, at) => ({ row: aCaseRow({ caseId: `id:${at}` }), sync }))
  let changes: readonly CaseChange[] = []
  // eslint-disable-next-line typescript/no-unsafe-type-assertion -- nothing else of the store is looked at
  const cases = { cases: { synced: () => Promise.resolve(ok(synced)) } } as unknown as Parameters<typeof clearSync>[0]
  const append = (given: readonly CaseChange[]) => {
    changes = given
    return Promise.resolve(ok(undefined))
  }
  if (clear === 'clearSync') await clearSync(cases, append, state)
  else await clearSyncAfterLoss(cases, append, { sync: [state] })
  return Object.fromEntries(changes.map(({ row, sync }) => [row.caseId, sync]))
}

const followed: CaseSync = { ...notSynced, confirmed: 3, atServer: ['a'.repeat(64)], slips: ['s'] }
const erased: CaseSync = { ...notSynced, confirmed: 2, stopped: 'erased' }
const differing: CaseSync = { ...notSynced, confirmed: 2, stopped: 'differs' }

describe('forgetting how far each case is with the server', () => {
  test('after a loss, every step is one’s own again, but nobody who was erased goes up by itself', async () => {
    const after = await written('clearSyncAfterLoss', [followed, erased, differing, notSynced])
    expect(after).toEqual({ 'id:0': { ...notSynced, slips: ['s'] }, 'id:2': notSynced })
  })

  test('by hand, everybody is compared, also who was erased', async () => {
    const after = await written('clearSync', [followed, erased, notSynced])
    expect(after).toEqual({ 'id:0': { ...notSynced, slips: ['s'] }, 'id:1': notSynced })
  })
})
