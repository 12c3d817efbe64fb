import * as v from 'valibot'
import { expect, test } from 'vitest'
import { sealedKeptStorage } from '#app/platform/storage/kept-storage.ts'
import { openUnitDatabase } from '#app/platform/storage/unit-database.ts'
import { makeVault } from '#app/platform/unit/vault.ts'

const schema = v.strictObject({ name: v.string() })

test('what a newer app kept is told of, left out of the list, and stays as it is', async () => {
  const database = openUnitDatabase(`unit-kept-${crypto.randomUUID()}`)
  const vault = await makeVault()
  const told: (readonly [string, number])[] = []
  const kept = sealedKeptStorage(database, vault, (kind, unread) => void told.push([kind, unread]))
  await kept.put('peopleView', 'one', { name: '未通过' })
  await kept.put('peopleView', 'two', { name: '未通过', colour: 'red' })
  expect(await kept.list('peopleView', schema)).toEqual({ ok: true, value: [{ name: '未通过' }] })
  expect(told).toEqual([['peopleView', 1]])
  const all = await kept.all()
  expect(all.ok && all.value).toContainEqual({
    kind: 'peopleView',
    id: 'two',
    value: { name: '未通过', colour: 'red' },
  })
  await kept.remove('peopleView', 'two')
  await kept.list('peopleView', schema)
  expect(told.at(-1)).toEqual(['peopleView', 0])
  await database.delete()
})

test('what is made of all that is kept is written at once, and brings nothing back that was removed meanwhile', async () => {
  const database = openUnitDatabase(`unit-kept-${crypto.randomUUID()}`)
  const kept = sealedKeptStorage(database, await makeVault())
  await kept.put('peopleView', 'one', { name: '甲' })
  await kept.put('peopleView', 'two', { name: '乙' })
  const changed = await kept.change('peopleView', schema, (known) => {
    expect(known).toEqual([{ name: '甲' }, { name: '乙' }])
    void database.kept.delete(['peopleView', 'one'])
    return ['one', 'two', 'three'].map((id) => ({ id, value: { name: id } }))
  })
  expect(changed.ok).toBe(true)
  expect(await kept.list('peopleView', schema)).toEqual({ ok: true, value: [{ name: 'three' }, { name: 'two' }] })
  await database.delete()
})
