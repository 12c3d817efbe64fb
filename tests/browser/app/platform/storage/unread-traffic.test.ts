import * as v from 'valibot'
import { expect, test } from 'vitest'
import { sealedKeptStorage } from '#app/platform/storage/kept-storage.ts'
import { openUnitDatabase } from '#app/platform/storage/unit-database.ts'
import { sealedSyncStorage } from '#app/platform/storage/unit-sync-storage.ts'
import { makeVault } from '#app/platform/unit/vault.ts'

const schema = v.strictObject({ name: v.string() })
const unreadable = { ok: false, error: { code: 'KEPT_UNREADABLE', params: {} } }

test('rows of the traffic in another shape are told of, refused by their name, and stay as they are', async () => {
  const database = openUnitDatabase(`unit-traffic-${crypto.randomUUID()}`)
  const told: (readonly [string, number])[] = []
  const rows = sealedSyncStorage(database, await makeVault(), (kind, unread) => void told.push([kind, unread]))
  await rows.put('upload:one', { name: '甲' })
  await rows.put('upload:two', { name: '乙', colour: 'red' })
  await rows.put('state', { name: '丙', colour: 'red' })
  expect(await rows.list('upload:', schema)).toEqual({ ok: true, value: [{ id: 'upload:one', value: { name: '甲' } }] })
  expect(told.at(-1)).toEqual(['traffic', 1])
  expect(await rows.get('state', schema)).toEqual(unreadable)
  expect(told.at(-1)).toEqual(['traffic', 2])
  expect(await rows.get('nothing', schema)).toEqual({ ok: true, value: undefined })
  expect(await rows.get('upload:two', v.looseObject({ colour: v.string() }))).toMatchObject({
    ok: true,
    value: { name: '乙', colour: 'red' },
  })
  expect(told.at(-1)).toEqual(['traffic', 1])
  await rows.remove(['state'])
  expect(told.at(-1)).toEqual(['traffic', 0])
  await database.delete()
})

test('what is kept is known by its name, also where it is of another shape or damaged', async () => {
  const database = openUnitDatabase(`unit-survey-${crypto.randomUUID()}`)
  const told: (readonly [string, number])[] = []
  const kept = sealedKeptStorage(database, await makeVault(), (kind, unread) => void told.push([kind, unread]))
  await kept.put('rosterPrint', 'understood', { name: '甲' })
  await kept.put('rosterPrint', 'newer', { name: '乙', colour: 'red' })
  await kept.put('rosterPrint', 'damaged', { name: '丙' })
  const sealed = await database.kept.get(['rosterPrint', 'understood'])
  await database.kept.put({ ...sealed, kind: 'rosterPrint', id: 'damaged' })
  expect(await kept.survey('rosterPrint', schema)).toEqual({
    ok: true,
    value: { fitting: [{ name: '甲' }], unread: ['damaged', 'newer'] },
  })
  expect(told.at(-1)).toEqual(['rosterPrint', 2])
  expect(await kept.list('rosterPrint', schema)).toMatchObject({ ok: false, error: { code: 'STORE_SEAL_BROKEN' } })
  expect(await database.kept.count()).toBe(3)
  await database.delete()
})

test('something kept in another shape is not taken for missing', async () => {
  const database = openUnitDatabase(`unit-one-${crypto.randomUUID()}`)
  const kept = sealedKeptStorage(database, await makeVault())
  await kept.put('returnSlip', 'one', { name: '甲', colour: 'red' })
  expect(await kept.one('returnSlip', 'one', schema)).toEqual(unreadable)
  expect(await kept.one('returnSlip', 'two', schema)).toEqual({ ok: true, value: undefined })
  await database.delete()
})
