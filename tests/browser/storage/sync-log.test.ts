import { afterEach, beforeEach, expect, test } from 'vitest'
import { lockDraft } from '#app/platform/lock/lock-draft.ts'
import { type CaibaoDatabase, openCaibaoDatabase } from '#app/platform/storage/caibao-database.ts'
import { dexieDraftStorage } from '#app/platform/storage/dexie-draft-storage.ts'
import { dexieSyncLog, type SyncLine, type SyncLog } from '#app/platform/sync-client/sync-log.ts'
import { aNewDraft, must, tickingClock } from '#tests/support/drafts.ts'

const line: SyncLine = { at: 1, kind: 'delivered', personName: '韦晓莉', revision: 1 }
let database: CaibaoDatabase
let log: SyncLog
let draftId: string
beforeEach(async () => {
  database = openCaibaoDatabase(`test-${crypto.randomUUID()}`)
  log = dexieSyncLog(database)
  draftId = must(await dexieDraftStorage(database, tickingClock()).create(aNewDraft('韦晓莉'))).id
})
afterEach(() => database.delete())

const lock = async (): Promise<void> =>
  must(await lockDraft(database, draftId, { passphrase: '三月桃花水满江', now: 1 }))
const names = async (): Promise<readonly string[]> => (await log.list()).map(({ personName }) => personName)

test('a line about a draft in the open names whose it is', async () => {
  await log.append(line, { draftId })
  expect(await names()).toEqual(['韦晓莉'])
})

test('a line that was put together before its draft was locked names nobody', async () => {
  await lock()
  await log.append(line, { draftId })
  await log.append({ ...line, personName: '黄大明', at: 2 })
  expect(await names()).toEqual(['黄大明', ''])
})

test('whenever a draft is locked while lines about it are written, none of them names anybody', async () => {
  const locking = lock()
  let revision = 0
  do {
    revision += 1
    await log.append({ ...line, revision }, { draftId })
  } while ((await database.locks.count()) === 0)
  await locking
  await log.append({ ...line, revision: revision + 1 }, { draftId })
  expect(new Set(await names())).toEqual(new Set(['']))
})
