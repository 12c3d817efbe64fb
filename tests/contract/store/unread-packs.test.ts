import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { runErase } from '#cli/erase.ts'
import { addMembers, beginPack, putChunk } from '#server/store/packs.ts'
import { placePeople } from '#server/store/people.ts'
import { noteRefusal } from '#server/store/sent-packs.ts'
import { serverKeyOf } from '#server/store/server-keys.ts'
import type { Store } from '#server/store/store.ts'
import { takeOverPack } from '#server/store/take-over-pack.ts'
import { unreadPacks } from '#server/store/unread-packs.ts'
import { byCommand } from '#tests/support/by-command.ts'
import { nobodyElse } from '#tests/support/packs.ts'
import { aTree, staffNow, type Tree } from '#tests/support/staff.ts'
import { bothEngines, type TestDatabase } from '#tests/support/stores.ts'

describe.for(bothEngines())('packs that were never read on $name', ({ isHere, create }) => {
  let database: TestDatabase
  let store: Store
  let tree: Tree
  beforeEach(async (context) => {
    context.skip(!isHere, 'this machine has no PostgreSQL')
    database = await create()
    store = await database.open()
    tree = await aTree(store)
  })
  afterEach(async () => {
    if (isHere) await database.remove()
  })

  async function begun(from: keyof Tree, to: keyof Tree, name: string): Promise<string> {
    const [fromOrgId, orgId] = [tree[from].id, tree[to].id]
    const of = { orgId, fromOrgId, digest: name.repeat(64), sizeBytes: 1, accountId: 'a', now: staffNow }
    const { id } = await store.write((writer) => beginPack(writer, of))
    await store.write((writer) => putChunk(writer, id, 0, new Uint8Array(1)))
    return id
  }

  async function somePacks() {
    const halfway = await begun('unit', 'department', '1')
    const refused = await begun('unit', 'department', '2')
    const error = { code: 'PACK_UNKNOWN_UNIT', params: { unit: '' } } as const
    await store.write((writer) => noteRefusal(writer, { packId: refused, error }))
    const taken = await begun('unit', 'department', '3')
    const member = { line: 0, digest: 'a'.repeat(64), firstDigest: 'a'.repeat(64), recordId: 'person', revision: 1 }
    await store.write((writer) => addMembers(writer, taken, [member]))
    const of = { packId: taken, unitOrgId: tree.unit.id, manifestDigest: 'f'.repeat(64), madeAt: staffNow }
    await takeOverPack(store, { ...of, people: 1, withdrawn: [], now: staffNow, ...nobodyElse })
    const emptied = await begun('unit', 'department', '4')
    await store.write((writer) => writer.deleteFrom('pack_chunk').where('pack_id', '=', emptied).execute())
    const upwards = await begun('city', 'region', '5')
    const foreign = await begun('otherUnit', 'otherCity', '6')
    return { own: [halfway, refused], upwards, foreign }
  }

  test('may hold whoever their sender, one below it or their receiver has', async () => {
    const { own, upwards } = await somePacks()
    const of = async (...orgs: readonly (keyof Tree)[]) =>
      (
        await unreadPacks(
          store.reader,
          orgs.map((org) => tree[org].id),
        )
      ).toSorted()
    expect(await of('unit')).toEqual([...own, upwards].toSorted())
    expect(await of('department')).toEqual([...own, upwards].toSorted())
    expect(await of('region')).toEqual([upwards])
    expect(await of('unit', 'region')).toEqual([...own, upwards].toSorted())
    expect(await of()).toEqual([])
  })

  /** What the command says that erases somebody, and how it ends. */
  async function erase(recordId: string): Promise<{ readonly code: number; readonly said: readonly string[] }> {
    await serverKeyOf(store)
    const said: string[] = []
    const say = (line: string) => void said.push(line)
    return { code: await byCommand(database, () => runErase(['--record', recordId], { out: say, err: say })), said }
  }

  test('are named by the command that erases, as such', async () => {
    const { own, upwards } = await somePacks()
    const place = { orgId: tree.unit.id, recordId: 'by hand', digest: 'b'.repeat(64), revision: 1 }
    await store.write((writer) => placePeople(writer, [{ ...place, state: 'received' }]))
    const { code, said } = await erase('by hand')
    expect(code).toBe(0)
    expect(said.join('\n')).toContain('3 个上报包没有传完或没有被接收')
    for (const pack of [...own, upwards]) expect(said).toContain(`  ${pack}`)
  })

  test('are all named where the person is found nowhere: they may be in any of them', async () => {
    const { own, upwards, foreign } = await somePacks()
    const { code, said } = await erase('nobody')
    expect(code).toBe(1)
    expect(said.join('\n')).toContain('4 个上报包没有传完或没有被接收')
    for (const pack of [...own, upwards, foreign]) expect(said).toContain(`  ${pack}`)
  })
})
