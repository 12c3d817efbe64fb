import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStore } from '#server/store/open-store.ts'
import type { Store } from '#server/store/store.ts'
import { peopleMoving } from '#tests/bench/server/moving.ts'

let folder = ''
let store: Store

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'caibao-moving-'))
  store = await openStore({ dataFolder: folder })
})
afterAll(async () => {
  await store.close()
  await rm(folder, { recursive: true, force: true })
})

async function standing(): Promise<string> {
  const people = await store.reader.selectFrom('person').selectAll().orderBy('record_id').execute()
  const counts = await store.reader.selectFrom('people_count').selectAll().orderBy('state').execute()
  return JSON.stringify([
    people.map(({ record_id, state }) => `${record_id} ${state}`),
    counts.filter(({ people: many }) => many > 0).map(({ state, people: many }) => `${many} ${state}`),
  ])
}

test('somebody who moves on changes the counts, however often everybody did before', async () => {
  const org = { division: '450000', created_at: 1, parent_id: null, name: '某校', level: 'unit', org_code: 'U1' }
  await store.write((writer) =>
    writer
      .insertInto('org')
      .values({ ...org, id: 'u', path: '/u/' })
      .execute(),
  )
  const before = await standing()
  const moving = await peopleMoving(store, 'u', ['a', 'b'])
  const seen = [await standing()]
  for (let turn = 0; turn < 6; turn += 1) {
    await moving.next()
    seen.push(await standing())
  }
  const changes = seen.filter((each, index) => each !== seen[index - 1])
  expect(changes).toHaveLength(7)
  expect(seen[1]).toBe('[["a returned","b received"],["1 received","1 returned"]]')
  await moving.leave()
  expect(await standing()).toBe(before)
})
