import type { Hono } from 'hono'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import * as v from 'valibot'
import type { ImportedOrg } from '#core/sync/org-changes.ts'
import { listOrgs, orgSchema } from '#core/sync/orgs.ts'
import { createApp } from '#server/create-app.ts'
import { moveOrg, orgById } from '#server/store/org-tree.ts'
import type { Store } from '#server/store/store.ts'
import { anImportedOrg } from '#tests/support/imported-org.ts'
import { aColleague, type StaffClient, type Tree, aTree } from '#tests/support/staff.ts'
import { bothEngines, type TestDatabase } from '#tests/support/stores.ts'
import { someServices } from '#tests/support/services.ts'

const unitOf = (name: string, orgCode: string) => ({ name, orgCode, division: '450000', level: 'unit' })

describe.for(bothEngines())('the tree on $name', ({ isHere, create }) => {
  let database: TestDatabase
  let store: Store
  let app: Hono
  let tree: Tree
  let admin: StaffClient
  beforeEach(async (context) => {
    context.skip(!isHere, 'this machine has no PostgreSQL')
    database = await create()
    store = await database.open()
    app = createApp(new Map(), await someServices(store))
    tree = await aTree(store)
    admin = await aColleague({ app, store }, tree.region.id, 'admin')
  })
  afterEach(async () => {
    if (isHere) await database.remove()
  })

  const importRows = (under: string, ...rows: ImportedOrg[]) => admin.ask('POST', '/org-imports', { under, rows })
  const names = async (who: StaffClient, query = '') =>
    v.parse(listOrgs.answer, (await who.ask('GET', `/orgs${query}`)).json).items.map(({ name }) => name)

  test('is seen from one’s own organisation down', async () => {
    const city = await aColleague({ app, store }, tree.city.id, 'collector')
    expect(new Set(await names(city))).toEqual(new Set(['南宁市', '南宁市教育局', '南宁市第二中学']))
    expect(await names(city, `?under=${tree.department.id}`)).toEqual(['南宁市第二中学'])
  })

  test('is told alone to who asks for one', async () => {
    const city = await aColleague({ app, store }, tree.city.id, 'collector')
    const one = async (id: string) => (await city.ask('GET', `/orgs/${id}`)).json
    const { id, name } = tree.unit
    expect(await one(id)).toMatchObject({ id, parentId: tree.department.id, name })
    expect(await one(city.accountId)).toMatchObject({ code: 'SERVER_ADDRESS_UNKNOWN' })
    await admin.ask('POST', `/orgs/${id}`, { parentId: tree.city.id })
    expect(await one(id)).toMatchObject({ parentId: tree.city.id })
    await admin.ask('POST', `/orgs/${id}`, { parentId: tree.otherCity.id })
    expect(await one(id)).toMatchObject({ code: 'SERVER_ADDRESS_UNKNOWN' })
  })

  test('takes a list in any order, and the same list once more changes nothing', async () => {
    const rows = [
      anImportedOrg('二级学院', 'S2', 'S1'),
      anImportedOrg('大学', 'S1', ''),
      anImportedOrg('南宁市第二中学', 'U1', 'D1'),
    ]
    expect((await importRows(tree.region.id, ...rows)).json).toEqual({ added: 2, changed: 0, unchanged: 1 })
    expect((await importRows(tree.region.id, ...rows)).json).toEqual({ added: 0, changed: 0, unchanged: 3 })
    const moved = [anImportedOrg('南宁市第二中学（新）', 'U1', 'S1')]
    expect((await importRows(tree.region.id, ...moved)).json).toEqual({ added: 0, changed: 1, unchanged: 0 })
    const unit = await store.reader.selectFrom('org').selectAll().where('id', '=', tree.unit.id).executeTakeFirst()
    expect(unit).toMatchObject({ name: '南宁市第二中学（新）' })
    const university = await store.reader.selectFrom('org').selectAll().where('org_code', '=', 'S1').executeTakeFirst()
    expect(unit?.path).toBe(`${university?.path}${tree.unit.id}/`)
  })

  test.each([
    ['changing', (id: string) => ['POST', `/orgs/${id}`, { name: '改了名' }] as const],
    [
      'importing',
      (id: string) => ['POST', '/org-imports', { under: id, rows: [anImportedOrg('新单位', 'N1', '')] }] as const,
    ],
    ['adding', (id: string) => ['POST', '/orgs', { parentId: id, ...unitOf('新单位', 'N1') }] as const],
  ])('looks at the scope once more in the transaction: %s', async (_, request) => {
    // Between the request being let in and its transaction the department is put under the other city.
    const racing: Store = {
      ...store,
      write: async (work) => {
        await store.write(async (writer) => {
          const [department, parent] = [
            await orgById(writer, tree.department.id),
            await orgById(writer, tree.otherCity.id),
          ]
          if (department && parent && department.parent_id !== parent.id) await moveOrg(writer, department, parent)
        })
        return store.write(work)
      },
    }
    const racingApp = createApp(new Map(), await someServices(racing))
    const city = await aColleague({ app: racingApp, store }, tree.city.id, 'admin')
    const before = await names(admin)
    const [method, path, body] = request(tree.department.id)
    const { status } = await city.ask(method, path, body)
    expect(status).toBe(404)
    expect(await names(admin)).toEqual(before)
  })

  test.each([
    ['parentUnknown', 2, [anImportedOrg('甲', 'A1', ''), anImportedOrg('乙', 'A2', 'XX')]],
    ['twice', 2, [anImportedOrg('甲', 'A1', ''), anImportedOrg('乙', 'A1', '')]],
    ['circle', 1, [anImportedOrg('甲', 'A1', 'A2'), anImportedOrg('乙', 'A2', 'A1')]],
  ] as const)('takes nothing of a list with a fault: %s', async (why, at, rows) => {
    const before = await names(admin)
    expect((await importRows(tree.region.id, ...rows)).json).toEqual({
      code: 'ORG_IMPORT_REFUSED',
      params: { row: at, why },
    })
    expect(await names(admin)).toEqual(before)
  })

  test('is renamed and moved with all below, and the log keeps how it was', async () => {
    const { json } = await admin.ask('POST', `/orgs/${tree.department.id}`, {
      name: '柳州市教育局',
      parentId: tree.otherCity.id,
    })
    expect(v.parse(orgSchema, json)).toMatchObject({ name: '柳州市教育局', parentId: tree.otherCity.id })
    const other = await aColleague({ app, store }, tree.otherCity.id, 'collector')
    expect(await names(other)).toContain('南宁市第二中学')
    const entry = await store.reader
      .selectFrom('log_entry')
      .select('facts')
      .where('kind', '=', 'orgChanged')
      .executeTakeFirstOrThrow()
    expect(JSON.parse(entry.facts)).toMatchObject({
      by: admin.accountId,
      from: { name: '南宁市教育局', parent: tree.city.id },
      to: { name: '柳州市教育局', parent: tree.otherCity.id },
    })
    const below = { parentId: tree.unit.id }
    expect((await admin.ask('POST', `/orgs/${tree.department.id}`, below)).json).toMatchObject({
      code: 'ORG_MOVE_REFUSED',
    })
  })

  test('has its code corrected from above, to one that nobody has, and is then found by it', async () => {
    const correct = (who: StaffClient, orgCode: string, orgId = tree.unit.id) =>
      who.ask('POST', `/orgs/${orgId}`, { orgCode })
    const taken = await correct(admin, 'U2')
    expect(taken).toMatchObject({ status: 409, json: { code: 'ORG_CODE_TAKEN', params: { orgCode: 'U2' } } })
    const own = await aColleague({ app, store }, tree.unit.id, 'admin')
    expect((await correct(own, 'U9')).status).toBe(403)
    expect((await own.ask('POST', `/orgs/${tree.unit.id}`, { name: '自己改名' })).status).toBe(200)
    expect((await correct(admin, 'U1')).status).toBe(200)
    const { status, json } = await correct(admin, 'U9')
    expect([status, v.parse(orgSchema, json).orgCode]).toEqual([200, 'U9'])
    expect((await correct(admin, 'R9', tree.region.id)).status).toBe(200)
    const entries = await store.reader
      .selectFrom('log_entry')
      .select('facts')
      .where('kind', '=', 'orgChanged')
      .execute()
    expect(entries.map(({ facts }) => JSON.parse(facts))).toContainEqual(
      expect.objectContaining({
        from: expect.objectContaining({ orgCode: 'U1' }),
        to: expect.objectContaining({ orgCode: 'U9' }),
      }),
    )
    // The one it had is free again.
    const wanted = { parentId: tree.city.id, name: '又一个', orgCode: 'U1', division: '450000', level: 'unit' }
    expect((await admin.ask('POST', '/orgs', wanted)).status).toBe(200)
  })

  test('has each code once', async () => {
    const wanted = { parentId: tree.city.id, name: '又一个', orgCode: 'U1', division: '450000', level: 'unit' }
    expect((await admin.ask('POST', '/orgs', wanted)).json).toMatchObject({ code: 'ORG_CODE_TAKEN' })
    expect((await admin.ask('POST', '/orgs', { ...wanted, orgCode: 'U3' })).status).toBe(200)
    // Where the other one stands is not the caller's to know; that there is one is.
    const city = await aColleague({ app, store }, tree.city.id, 'admin')
    expect((await city.ask('POST', '/orgs', { ...wanted, orgCode: 'U2' })).json).toEqual({
      code: 'ORG_CODE_TAKEN',
      params: { orgCode: 'U2' },
    })
    // Both at once: one is made.
    const other = await aColleague({ app, store }, tree.otherCity.id, 'admin')
    const twins = await Promise.all([
      city.ask('POST', '/orgs', { ...wanted, orgCode: 'T1' }),
      other.ask('POST', '/orgs', { ...wanted, parentId: tree.otherCity.id, orgCode: 'T1' }),
    ])
    expect(new Set(twins.map(({ status }) => status))).toEqual(new Set([200, 409]))
  })
})
