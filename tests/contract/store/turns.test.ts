import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Store } from '#server/store/store.ts'
import { inTurn, type Turn } from '#server/store/turns.ts'
import { bothEngines, type TestDatabase } from '#tests/support/stores.ts'

describe.for(bothEngines())('taking turns on $name', ({ isHere, create }) => {
  let database: TestDatabase
  let store: Store
  let second: Store
  beforeEach(async (context) => {
    context.skip(!isHere, 'this machine has no PostgreSQL')
    database = await create()
    store = await database.open()
    second = await database.open()
  })
  afterEach(async () => {
    if (isHere) await database.remove()
  })

  const rows = () => store.reader.selectFrom('turn').selectAll().execute()
  const mark = (by: Store, text: string, hold: Turn['hold']) =>
    by.write(async (writer) => {
      await hold(writer)
      await writer.insertInto('erased').values({ org_id: text, digest: text, position: 0 }).execute()
    })

  test('one is at work at a time, of each name, and nothing is left behind', async () => {
    let [atWork, most, done] = [0, 0, 0]
    const work = async (): Promise<void> => {
      atWork += 1
      most = Math.max(most, atWork)
      await pause(5)
      atWork -= 1
      done += 1
    }
    await Promise.all([store, second, store, second, store].map((each) => inTurn(each, 'a pack', work)))
    expect([most, done]).toEqual([1, 5])
    const nested = inTurn(store, 'a pack', () => inTurn(second, 'another pack', () => Promise.resolve('both')))
    expect(await nested).toBe('both')
    expect(await rows()).toEqual([])
  })

  test('work that failed leaves the turn to the next', async () => {
    await expect(inTurn(store, 'a pack', () => Promise.reject(new Error('fell')))).rejects.toThrow('fell')
    expect(await inTurn(second, 'a pack', () => Promise.resolve(1))).toBe(1)
  })

  test('a process that fell is followed by another, one that works on is not', async () => {
    const fallen = { name: 'a pack', holder: 'gone', beat: 41 }
    await store.write((writer) => writer.insertInto('turn').values(fallen).execute())
    const times = { shownEveryMs: 20, silentMs: 500 }
    const order: string[] = []
    const startedAt = performance.now()
    let next: Promise<unknown> = Promise.resolve()
    const long = async ({ hold }: Turn): Promise<void> => {
      order.push('first')
      next = inTurn(second, 'a pack', async () => void order.push('second'), times)
      await pause(1500)
      await mark(store, 'first', hold)
      order.push('first is done')
    }
    await inTurn(store, 'a pack', long, times)
    await next
    expect(performance.now() - startedAt).toBeGreaterThan(500)
    expect(order).toEqual(['first', 'first is done', 'second'])
  })

  test('one that was silent too long writes nothing more, and comes in its turn', async () => {
    const tries: string[] = []
    const slow = inTurn(
      store,
      'a pack',
      async ({ hold }) => {
        tries.push('slow')
        // Its process stands still: no beat, while another waits.
        while (!tries.includes('other')) await pause(5)
        await mark(store, `slow ${tries.length}`, hold)
        return tries.length
      },
      { shownEveryMs: 1_000_000 },
    )
    await expect.poll(() => tries).toEqual(['slow'])
    const other = inTurn(
      second,
      'a pack',
      async ({ hold }) => {
        tries.push('other')
        await pause(100)
        await mark(second, 'other', hold)
      },
      { silentMs: 200 },
    )
    await other
    expect(await slow).toBe(3)
    expect(tries).toEqual(['slow', 'other', 'slow'])
    const written = await store.reader.selectFrom('erased').select('digest').orderBy('digest').execute()
    expect(written.map(({ digest }) => digest)).toEqual(['other', 'slow 3'])
    expect(await rows()).toEqual([])
  })
})
