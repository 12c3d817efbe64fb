import { beforeEach, describe, expect, test } from 'vitest'
import { sealedCaseStorage } from '#app/platform/storage/case-storage.ts'
import { openUnitDatabase, type UnitDatabase } from '#app/platform/storage/unit-database.ts'
import { dexieUnitStorage, type UnitStorage } from '#app/platform/storage/unit-storage.ts'
import { makeVault, type Vault } from '#app/platform/unit/vault.ts'
import { caseRowOf } from '#core/review/case-row.ts'
import { caseOf } from '#core/review/review-case.ts'
import { noFindings } from '#tests/support/case-rows.ts'
import { arrivalOf, aTrail } from '#tests/support/review-events.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'

const unreadable = { ok: false, error: { code: 'KEPT_UNREADABLE', params: {} } }

let database: UnitDatabase
let units: UnitStorage
let vault: Vault

beforeEach(async () => {
  database = openUnitDatabase(`unit-unread-${crypto.randomUUID()}`)
  units = dexieUnitStorage(database)
  vault = await makeVault()
})

describe('what of a unit is of another shape', () => {
  test('is a task that is named beside those that are understood, and stays', async () => {
    const task = { id: 'one', text: '{}', issuedAt: 1 }
    await units.addTask(task)
    await database.table('tasks').add({ id: 'two', content: '{}', issuedAt: 2 })
    expect(await units.tasks()).toEqual({ ok: true, value: { fitting: [task], unread: ['two'] } })
    expect(await database.table('tasks').count()).toBe(2)
  })

  test('is a lock that says so: whoever knows the passphrase is not told that it is wrong', async () => {
    const { salt: _salt, ...newer } = await vault.lockFor('黄采集', '黄采集的口令')
    await database.table('locks').add({ ...newer, argon2: {} })
    expect(await units.lockOf('黄采集')).toEqual(unreadable)
    expect(await units.lockOf('无此人')).toMatchObject({ ok: false, error: { code: 'PASSPHRASE_WRONG' } })
    expect(await database.table('locks').get('黄采集')).toMatchObject({ argon2: {} })
  })

  test('is a page of people, a block of steps or a head under a seal that holds: no backup is called for', async () => {
    const cases = sealedCaseStorage(database, vault)
    const arrived = arrivalOf('a', 1)
    const trail = aTrail([arrived], 1, 'id:one')
    const standing = caseOf(trail)
    if (!standing.ok) throw new Error(standing.error.code)
    const row = caseRowOf(standing.value, aSubmissionContent(), noFindings)
    const change = { events: trail, row, texts: [{ digest: arrived.digest, text: '{}' }] }
    expect((await cases.append([change])).ok).toBe(true)
    const [block] = await database.steps.toArray()
    const id = String(block?.['id'])
    await database.steps.put({ id, sealed: await vault.seal(`steps:${id}`, [{ isOfNewerApp: true }]) })
    expect(await sealedCaseStorage(database, vault).trail('id:one')).toEqual(unreadable)
    const [page] = await database.pages.toArray()
    const [number, version] = [Number(page?.['id']), Number(page?.['version'])]
    const sealed = await vault.seal(`page:${number}:${version}`, [{ isOfNewerApp: true }])
    await database.pages.put({ id: number, version, sealed })
    const again = sealedCaseStorage(database, vault)
    expect(await again.rows()).toEqual(unreadable)
    expect(await again.append([change])).toEqual(unreadable)
    expect((await database.pages.toArray())[0]?.['sealed']).toEqual(sealed)
  })
})
