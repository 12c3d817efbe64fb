import { beforeEach, expect, test } from 'vitest'
import { dexieUnitStorage, type UnitStorage } from '#app/platform/storage/unit-storage.ts'
import { openUnitDatabase, type UnitDatabase } from '#app/platform/storage/unit-database.ts'
import { type Lock, makeVault, unlockVault, type Vault } from '#app/platform/unit/vault.ts'

let database: UnitDatabase
let units: UnitStorage
let vault: Vault
let huang: Lock
let qin: Lock

async function opens(user: string, passphrase: string): Promise<boolean> {
  const lock = await units.lockOf(user)
  return lock.ok && (await unlockVault(lock.value, passphrase)).ok
}

const aTrace = () => ({ kind: 'userRemoval', id: crypto.randomUUID(), sealed: '' })
const traces = () => database.kept.where('[kind+id]').between(['userRemoval', ''], ['userRemoval', '\uffff']).count()

beforeEach(async () => {
  database = openUnitDatabase(`unit-users-${crypto.randomUUID()}`)
  units = dexieUnitStorage(database)
  vault = await makeVault()
  huang = await vault.lockFor('黄采集', '黄采集的口令')
  qin = await vault.lockFor('覃同事', '覃同事的口令')
  await database.table('locks').bulkAdd([huang, qin])
})

test('of two who remove each other at once, one stays', async () => {
  const removed = await Promise.all([
    units.removeLock('黄采集', qin, aTrace()),
    units.removeLock('覃同事', huang, aTrace()),
  ])
  expect(removed.map((result) => (result.ok ? 'ok' : result.error.code)).sort()).toEqual(['USER_REMOVED', 'ok'])
  expect(await units.users()).toMatchObject({ ok: true, value: [expect.any(String)] })
  // What did not come about leaves no trace.
  expect(await traces()).toBe(1)
})

test('a changed lock stands in place of the old one, and opens the same store', async () => {
  expect(await units.changeLock(huang, await vault.lockFor('黄老师', '换过的口令'))).toEqual({
    ok: true,
    value: undefined,
  })
  expect(await units.users()).toEqual({ ok: true, value: ['覃同事', '黄老师'] })
  expect([await opens('黄老师', '换过的口令'), await opens('黄采集', '黄采集的口令')]).toEqual([true, false])
})

test('nobody takes the name of another, and who was removed does not come back by a change', async () => {
  const taken = await units.changeLock(huang, await vault.lockFor('覃同事', '换过的口令'))
  expect(taken).toMatchObject({ ok: false, error: { code: 'USER_NAME_TAKEN' } })
  expect(await opens('覃同事', '覃同事的口令')).toBe(true)
  await units.removeLock('黄采集', qin, aTrace())
  const back = await units.changeLock(huang, await vault.lockFor('黄老师', '换过的口令'))
  expect(back).toMatchObject({ ok: false, error: { code: 'USER_REMOVED' } })
  expect(await units.users()).toEqual({ ok: true, value: ['覃同事'] })
})

test('the last one is not removed, not even by themselves', async () => {
  await units.removeLock('覃同事', huang, aTrace())
  expect(await units.removeLock('黄采集', huang, aTrace())).toMatchObject({ ok: false, error: { code: 'USER_LAST' } })
  expect(await units.users()).toEqual({ ok: true, value: ['黄采集'] })
})

test('who was removed adds, changes and removes nobody any more, not even when somebody has their name again', async () => {
  const third = await vault.lockFor('陆新来', '新来的口令')
  await units.removeLock('黄采集', qin, aTrace())
  for (let again = 0; again < 2; again += 1) {
    expect(await units.addLock(third, huang)).toMatchObject({ ok: false, error: { code: 'USER_REMOVED' } })
    expect(await units.removeLock('覃同事', huang, aTrace())).toMatchObject({
      ok: false,
      error: { code: 'USER_REMOVED' },
    })
    expect(await units.changeLock(huang, third)).toMatchObject({ ok: false, error: { code: 'USER_REMOVED' } })
    await units.addLock(await vault.lockFor('黄采集', '另一个人的口令'), qin)
  }
  expect(await units.users()).toEqual({ ok: true, value: ['覃同事', '黄采集'] })
  expect(await opens('黄采集', '另一个人的口令')).toBe(true)
})

test('every page hears that somebody was added, removed, or goes by another name', async () => {
  const heard: (readonly (string | undefined)[])[] = []
  dexieUnitStorage(openUnitDatabase(database.name)).onUsersChange(({ was, now }) => heard.push([was?.id, now?.id]))
  await units.addLock(await vault.lockFor('陆新来', '新来的口令'), qin)
  await units.changeLock(huang, await vault.lockFor('黄老师', '黄采集的口令'))
  await units.removeLock('黄老师', qin, aTrace())
  await expect
    .poll(() => heard)
    .toEqual([
      [undefined, undefined],
      ['黄采集', '黄老师'],
      [undefined, undefined],
    ])
})
