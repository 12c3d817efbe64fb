import { describe, expect, test } from 'vitest'
import { useListsStore } from '#app/management/stores/useListsStore.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import { memoryCases, memoryUnit } from '#tests/support/memory-unit.ts'

type Tell = (kind: string, unread: number) => void
const people = [{ name: '韦莉' }]

/** A unit whose list of the people expected is answered so, until another one is put in its place. */
async function unitWith(answer: Result<readonly unknown[]>, unread: number) {
  const put: unknown[] = []
  const openKept = (_vault: unknown, tell: Tell) => ({
    list(kind: string) {
      if (kind !== 'expected') return Promise.resolve(ok([]))
      tell(kind, put.length > 0 ? 0 : unread)
      return Promise.resolve(put.length > 0 ? ok(put) : answer)
    },
    put: (_kind: string, _id: string, value: unknown) => Promise.resolve(ok(void put.push(value))),
  })
  const lists = useListsStore(await memoryUnit(memoryCases(), { desk: { openKept } }))
  await lists.load()
  return { lists, put }
}

describe('a list of the people expected that cannot be read', () => {
  test('is told of, and not written anew unasked', async () => {
    const { lists, put } = await unitWith(ok([]), 1)
    expect(lists.expectedError?.code).toBe('EXPECTED_UNREADABLE')
    expect(put).toEqual([])
  })

  test('because its seal is broken is no list that was never given', async () => {
    const { lists } = await unitWith(fail('STORE_SEAL_BROKEN', {}), 0)
    expect(lists.expectedError?.code).toBe('STORE_SEAL_BROKEN')
  })

  test('gives way to one that the clerk imports and keeps', async () => {
    const { lists, put } = await unitWith(ok([]), 1)
    const sheets = { read: [], unused: [], hidden: [] }
    lists.waiting = { kind: 'expected', columns: [], sheets, lines: people, problems: [] }
    expect(await lists.keep()).toBe(1)
    expect(put).toEqual([people])
    expect(lists.expectedError).toBeUndefined()
    expect(lists.expected).toEqual(people)
  })

  test('is not one that was never given', async () => {
    expect((await unitWith(ok([]), 0)).lists.expectedError).toBeUndefined()
  })
})
