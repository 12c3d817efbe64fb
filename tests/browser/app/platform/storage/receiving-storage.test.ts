import { beforeEach, describe, expect, test } from 'vitest'
import { type ReceivingStorage, sealedReceivingStorage } from '#app/platform/storage/receiving-storage.ts'
import { openUnitDatabase, type UnitDatabase } from '#app/platform/storage/unit-database.ts'
import { makeVault } from '#app/platform/unit/vault.ts'
import { must } from '#tests/support/drafts.ts'

const startedAt = 1_780_000_000_000
const file = { name: '1.rpu', size: 2, modifiedAt: startedAt }

let database: UnitDatabase
let receiving: ReceivingStorage

beforeEach(async () => {
  database = openUnitDatabase(`unit-${crypto.randomUUID()}`)
  receiving = sealedReceivingStorage(database, await makeVault())
})

describe('a receiving that was interrupted', () => {
  test('is gone on with, without what was done', async () => {
    const session = must(await receiving.begin([file, { ...file, name: '2.rpu' }], startedAt))
    must(await receiving.mark(await session.progress(new Set([0]))))
    session.leave()
    await expect
      .poll(() => receiving.interrupted())
      .toMatchObject({ value: [{ id: session.id, startedAt, files: [file, { name: '2.rpu' }], done: new Set([0]) }] })
  })

  test('of what nobody can choose again is forgotten, and no other', async () => {
    const session = must(await receiving.begin([file], startedAt))
    const once = must(await receiving.begin([], startedAt))
    must(await receiving.mark(await once.progress(new Set([0]))))
    session.leave()
    once.leave()
    await expect
      .poll(async () => {
        await receiving.interrupted()
        return (await database.receiving.toCollection().primaryKeys()).map(String)
      })
      .toEqual([`files:${session.id}`])
    expect(must(await receiving.interrupted()).map(({ id }) => id)).toEqual([session.id])
  })
})
