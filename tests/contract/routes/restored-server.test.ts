import * as v from 'valibot'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startOfLog } from '#core/sync/log-mark.ts'
import { changePageSchema } from '#core/sync/replication.ts'
import { listReturnSlips } from '#core/sync/return-slips.ts'
import { createApp } from '#server/create-app.ts'
import { restoreBackup } from '#server/store/backup.ts'
import { appendToLog } from '#server/store/append-to-log.ts'
import { storeSlip } from '#server/store/return-slips.ts'
import type { Store } from '#server/store/store.ts'
import { kidOf } from '#tests/support/certified.ts'
import { aPushed, received } from '#tests/support/pushed-events.ts'
import { backupOf, linesOf } from '#tests/support/server-backups.ts'
import { someServices } from '#tests/support/services.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aColleague, aTree, type StaffClient, type Tree } from '#tests/support/staff.ts'
import { bothEngines, type TestDatabase } from '#tests/support/stores.ts'
import { signedRequest } from '#tests/support/sync.ts'

describe.for(bothEngines())('a server restored from an older backup on $name', ({ isHere, create }) => {
  let database: TestDatabase
  let second: TestDatabase
  let store: Store
  let tree: Tree
  beforeEach(async (context) => {
    context.skip(!isHere, 'this machine has no PostgreSQL')
    database = await create()
    second = await create()
    store = await database.open()
    tree = await aTree(store)
  })
  afterEach(async () => {
    if (!isHere) return
    await database.remove()
    await second.remove()
  })

  const serving = async (on: Store) => {
    const services = await someServices(on)
    return { app: createApp(new Map(), services), server: services.key.kid }
  }
  const signIn = async (on: Store, name: 'collector' | 'reviewer' = 'collector'): Promise<StaffClient> =>
    aColleague({ app: (await serving(on)).app, store: on }, tree.unit.id, name)
  const push = (who: StaffClient, ...events: ReturnType<typeof aPushed>[]) =>
    who.ask('POST', '/reviews', { orgId: tree.unit.id, events })
  const ask = (who: StaffClient, after: number, mark?: string) =>
    who.ask('GET', `/changes?orgId=${tree.unit.id}&after=${after}${mark === undefined ? '' : `&mark=${mark}`}`)
  const pull = async (who: StaffClient, after: number, mark?: string) => {
    const { status, json } = await ask(who, after, mark)
    expect(status, JSON.stringify(json)).toBe(200)
    return v.parse(changePageSchema, json)
  }
  const refusal = { status: 409, json: { code: 'SERVER_LOG_OTHER', params: {} } }

  test('does not go on where it was left by who saw more of it, however long its log has become since', async () => {
    const clerk = await signIn(store)
    await push(clerk, aPushed('a', 1, received('a')))
    const early = await pull(clerk, 0, startOfLog)
    const backup = await backupOf(store)
    await push(clerk, aPushed('b', 1, received('b')))
    const late = await pull(clerk, early.next, early.mark)
    expect(late.items).toHaveLength(1)

    const restored = await second.open()
    await restoreBackup(restored, linesOf(backup))
    const again = await signIn(restored, 'reviewer')
    // Shorter than what was seen, as long, and longer: its hash there is another one.
    for (const name of ['c', 'd', 'e']) {
      expect(await ask(again, late.next, late.mark)).toMatchObject(refusal)
      await push(again, aPushed(name, 1, received(name)))
    }
    expect(await ask(again, late.next, late.mark)).toMatchObject(refusal)
    // Who saw no more than the backup holds goes on, and who keeps no mark is not asked for one.
    expect((await pull(again, early.next, early.mark)).items).toHaveLength(3)
    const unmarked = await pull(again, late.next)
    expect(unmarked.mark).toBeUndefined()
  })

  test('gives a mark for every place a page ends at', async () => {
    const clerk = await signIn(store)
    for (const name of ['a', 'b', 'c']) await push(clerk, aPushed(name, 1, received(name)))
    let page = await pull(clerk, 0, startOfLog)
    for (let after = 0, mark = startOfLog; after < page.head;) {
      page = v.parse(
        changePageSchema,
        (await clerk.ask('GET', `/changes?orgId=${tree.unit.id}&after=${after}&limit=1&mark=${mark}`)).json,
      )
      expect(page.mark?.startsWith(`${page.next}.`)).toBe(true)
      ;[after, mark] = [page.next, page.mark ?? '']
    }
    expect((await ask(clerk, 0, `${page.next}.${'f'.repeat(64)}`)).status).toBe(409)
    expect((await ask(clerk, 0, `0.${'f'.repeat(64)}`)).status).toBe(409)
    expect((await ask(clerk, 0, 'nonsense')).status).toBe(400)
  })

  test('refuses a device, too, that has seen more of its log', async () => {
    const device = await aSigningKey()
    const kid = await kidOf(device)
    const slip = (letter: string) => ({
      slipId: crypto.randomUUID(),
      submissionDigest: letter.repeat(64),
      recordId: crypto.randomUUID(),
      device: kid,
      orgId: tree.unit.id,
      returnedBy: tree.unit.id,
      file: '{}',
      at: 1,
    })
    const slips = async (on: Store, after: number, mark: string) => {
      const { app, server } = await serving(on)
      const path = `/api/v1/return-slips?after=${after}&mark=${mark}`
      const answer = await app.request(path, { headers: await signedRequest(device, { server, path }) })
      return { status: answer.status, json: await answer.json() }
    }
    const backup = await backupOf(store)
    await store.write((writer) => storeSlip(writer, slip('a')))
    const first = v.parse(listReturnSlips.answer, (await slips(store, 0, startOfLog)).json)
    const seen = first.items[0]?.mark ?? ''
    expect((await slips(store, first.next, seen)).status).toBe(200)

    const restored = await second.open()
    await restoreBackup(restored, linesOf(backup))
    await restored.write(async (writer) => {
      await appendToLog(writer, [{ at: 1, kind: 'orgChanged', orgId: tree.unit.id, facts: {} }])
      await storeSlip(writer, slip('b'))
    })
    expect(await slips(restored, first.next, seen)).toEqual(refusal)
  })
})
