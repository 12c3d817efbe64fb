import type { Hono } from 'hono'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ImportedOrg } from '#core/sync/org-changes.ts'
import { createApp } from '#server/create-app.ts'
import { doubledCodeWarnings } from '#server/observe/doubled-org-codes.ts'
import { addOrg } from '#server/store/org-tree.ts'
import type { Store } from '#server/store/store.ts'
import { anImportedOrg } from '#tests/support/imported-org.ts'
import { someServices } from '#tests/support/services.ts'
import { aColleague, staffNow, type StaffClient, type Tree, aTree } from '#tests/support/staff.ts'
import { bothEngines, type TestDatabase } from '#tests/support/stores.ts'

describe.for(bothEngines())('a list that moves organisations on $name', ({ isHere, create }) => {
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
  const orgs = () => store.reader.selectFrom('org').selectAll().execute()

  /** Codes of organisations whose path is not that of the one above and themselves. */
  async function astray(): Promise<readonly string[]> {
    const all = await orgs()
    const pathOf = new Map(all.map(({ id, path }) => [id, path]))
    const isAstray = ({ id, parent_id: parent, path }: (typeof all)[number]): boolean =>
      path !== `${parent === null ? '/' : pathOf.get(parent)}${id}/`
    return all.filter(isAstray).map(({ org_code }) => org_code)
  }

  test('puts who is added below somebody that moved where they belong', async () => {
    const rows = [
      anImportedOrg('南宁市教育局', 'D1', 'C2'),
      anImportedOrg('新学院', 'S1', 'U1'),
      anImportedOrg('它的分院', 'S2', 'S1'),
    ]
    expect((await importRows(tree.region.id, ...rows)).json).toEqual({ added: 2, changed: 1, unchanged: 0 })
    expect(await astray()).toEqual([])
    const other = await aColleague({ app, store }, tree.otherCity.id, 'admin')
    const { status } = await other.ask('GET', `/orgs?under=${tree.unit.id}`)
    expect(status).toBe(200)
  })

  test('never puts anybody below themselves over what stands already', async () => {
    const before = await orgs()
    // The city goes below the other one, which goes below a unit of the first.
    const rows = [anImportedOrg('南宁市', 'C1', 'C2'), anImportedOrg('柳州市', 'C2', 'U1')]
    const { json } = await importRows(tree.region.id, ...rows)
    expect(json).toMatchObject({ code: 'ORG_IMPORT_REFUSED', params: { why: 'circle' } })
    expect(await orgs()).toEqual(before)
    // Each alone is a move like any other.
    expect((await importRows(tree.region.id, anImportedOrg('南宁市', 'C1', 'C2'))).status).toBe(200)
    expect(await astray()).toEqual([])
  })

  test('corrects level and division alone, also together with a move, and says so', async () => {
    const college = { ...anImportedOrg('新学院', 'S1', 'C2'), division: '450200' }
    const corrected = { ...college, level: 'department', division: '450100' } as const
    const moved = { ...corrected, level: 'unit', parentCode: 'C1' } as const
    await importRows(tree.region.id, college)
    for (const row of [corrected, moved]) {
      const { json } = await importRows(tree.region.id, row)
      expect(json).toEqual({ added: 0, changed: 1, unchanged: 0 })
      const stored = (await orgs()).find(({ org_code: code }) => code === 'S1')
      expect(stored).toMatchObject({ level: row.level, division: row.division })
      expect((await importRows(tree.region.id, row)).json).toMatchObject({ unchanged: 1 })
    }
    expect(await astray()).toEqual([])
  })

  const topOf = (orgCode: string) => orgs().then((all) => all.find((org) => org.org_code === orgCode))

  test.for([{ level: 'city' }, { division: '450100' }, { name: '南宁' }] as const)(
    'corrects the organisation one imports into, and never calls that unchanged: %o',
    async (corrected) => {
      const row = { ...anImportedOrg('南宁市教育局', 'D1', ''), level: 'department', ...corrected } as const
      expect((await importRows(tree.department.id, row)).json).toEqual({ added: 0, changed: 1, unchanged: 0 })
      expect(await topOf('D1')).toMatchObject({ ...corrected, parent_id: tree.city.id })
      expect((await importRows(tree.department.id, row)).json).toMatchObject({ unchanged: 1 })
      // What one's own organisation is, the level above says; where there is none, oneself.
      const own = await aColleague({ app, store }, tree.department.id, 'admin')
      const { division, level, name } = tree.department
      const back = { under: tree.department.id, rows: [{ ...row, division, level, name }] }
      const params = { row: 1, why: 'own' }
      expect((await own.ask('POST', '/org-imports', back)).json).toEqual({ code: 'ORG_IMPORT_REFUSED', params })
      const region = { ...anImportedOrg('广西', 'R0', ''), level: 'region' } as const
      expect((await importRows(tree.region.id, region)).json).toMatchObject({ changed: 1 })
      expect(await topOf('R0')).toMatchObject({ name: '广西', parent_id: null })
      expect(await astray()).toEqual([])
    },
  )

  test('level and division are corrected without a list, too, and those of one’s own by the level above', async () => {
    const corrected = { level: 'city', division: '450100' }
    const own = await aColleague({ app, store }, tree.department.id, 'admin')
    expect((await own.ask('POST', `/orgs/${tree.department.id}`, corrected)).status).toBe(403)
    const { status, json } = await admin.ask('POST', `/orgs/${tree.department.id}`, corrected)
    expect([status, json]).toEqual([200, expect.objectContaining({ ...corrected, name: '南宁市教育局' })])
    const entry = store.reader.selectFrom('log_entry').select('facts').where('kind', '=', 'orgChanged')
    expect((await entry.execute()).map(({ facts }): unknown => JSON.parse(facts))).toMatchObject([
      { from: { level: 'department', division: '450000' }, to: corrected },
    ])
  })

  test('makes nobody a second time who stands elsewhere in the scope', async () => {
    const before = await orgs()
    const { json } = await importRows(
      tree.city.id,
      anImportedOrg('新单位', 'N1', ''),
      anImportedOrg('柳州市第一医院', 'U2', ''),
    )
    expect(json).toMatchObject({ code: 'ORG_IMPORT_REFUSED', params: { row: 2, why: 'elsewhere' } })
    expect(await orgs()).toEqual(before)
  })

  test('makes nobody a second time who stands where the importer sees nothing, and tells nothing of the place', async () => {
    const before = await orgs()
    const city = await aColleague({ app, store }, tree.city.id, 'admin')
    const rows = [anImportedOrg('新单位', 'N1', ''), anImportedOrg('又一个', 'U2', '')]
    const { json } = await city.ask('POST', '/org-imports', { under: tree.city.id, rows })
    expect(json).toEqual({ code: 'ORG_IMPORT_REFUSED', params: { row: 2, why: 'taken' } })
    expect(await orgs()).toEqual(before)
  })

  test('still renames one of two that an older server holds under one code, and the server names both', async () => {
    const twin = { name: '老服务器上的另一个', orgCode: 'U1', division: '450200', level: 'unit' } as const
    await store.write((writer) => addOrg(writer, twin, { parent: tree.otherCity, now: staffNow }))
    expect(await doubledCodeWarnings(store)).toEqual([
      expect.stringMatching(/机构代码 U1 有 2 个单位在用：.*南宁市第二中学.*。/),
    ])
    const city = await aColleague({ app, store }, tree.city.id, 'admin')
    const rows = [anImportedOrg('南宁二中', 'U1', 'D1')]
    const { json } = await city.ask('POST', '/org-imports', { under: tree.city.id, rows })
    expect(json).toEqual({ added: 0, changed: 1, unchanged: 0 })
    await store.close()
    store = await database.open()
    expect(await doubledCodeWarnings(store)).toHaveLength(1)
  })
})
