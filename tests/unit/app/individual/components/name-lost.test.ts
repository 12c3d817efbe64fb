import { expect, test } from 'vitest'
import { nameLost } from '#app/individual/components/name-lost.ts'
import { draftFrom } from '#app/platform/storage/draft-storage.ts'
import type { LostRecord } from '#app/platform/storage/lost-records.ts'
import { aPerson } from '#tests/support/people.ts'

const savedAt = new Date(2026, 10, 29, 10, 42).getTime()
const aLost = (row: object, changes: Partial<LostRecord> = {}): LostRecord => {
  return { kind: 'drafts', id: 'a', row: { ...row }, address: '/a', isBeside: false, isWaiting: false, ...changes }
}
const sound = draftFrom({ id: aPerson().id, record: aPerson() }, savedAt)

test('of what was lost are told the name, when it was saved, and that something else stands there', () => {
  expect(nameLost(aLost(sound))).toBe('韦晓𬱖（2026年11月29日 10:42 保存）')
  expect(nameLost(aLost(sound, { isBeside: true }))).toMatch(/^韦晓𬱖（.* 保存，列表里现在的那份与它不同/)
})

test.each([undefined, null, 'yesterday', 1e300])('what tells no time it was saved (%s) is named without one', (at) => {
  const lost = [aLost({ id: 'b', unreadable: {}, savedAt: at }), aLost(sound)]
  expect(lost.map(nameLost)).toEqual(['未命名', '韦晓𬱖（2026年11月29日 10:42 保存）'])
  expect(nameLost(aLost({ id: 'c', savedAt: at }, { kind: 'locks' }))).toBe('上了锁的一份')
})
