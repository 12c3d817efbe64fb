import { describe, expect, test } from 'vitest'
import { fail, ok } from '#core/errors/result.ts'
import { memoryCases } from '#tests/support/memory-unit.ts'
import { anotherPerson } from '#tests/support/more-people.ts'
import { tablesPage } from '#tests/support/tables-page.ts'

const people = (count: number) => Array.from({ length: count }, (_, at) => anotherPerson(`韦${at + 1}`, at + 1))
const [one = anotherPerson('韦一', 1)] = people(1)
const mended = { ...one, basic: { ...one.basic, mobile: '13900000001' } }

describe('a table whose turn it is not', () => {
  test('is not imported while other files are being received: nothing of it is written, and it can be taken after', async () => {
    const { take, read, store, receiver, cases } = await tablesPage()
    await take([one])
    const before = [...cases.texts.keys()]
    receiver.state = 'running'
    await read([mended, anotherPerson('韦二', 2)])
    await store.take()
    expect(store.error?.code).toBe('RECEIVING_UNDER_WAY')
    expect(store.outcome).toBeUndefined()
    expect([...cases.texts.keys()]).toEqual(before)
    receiver.state = 'idle'
    await store.take()
    expect(store.error).toBeUndefined()
    expect(store.outcome).toMatchObject({ fresh: 1, corrected: 1 })
  })

  test('keeps its turn from before the first correction is written until everybody came', async () => {
    const { take, receiver, writing } = await tablesPage()
    await take([one])
    const answers: boolean[] = []
    writing.before = async () => {
      answers.push((await receiver.receive([[]])).ok)
      return ok(undefined)
    }
    expect(await take([mended, anotherPerson('韦二', 2)])).toMatchObject({ fresh: 1, corrected: 1 })
    expect(answers).toEqual([false, false])
    expect(receiver.isUnderWay).toBe(false)
    expect(await receiver.receive([[]])).toMatchObject({ ok: true })
  })
})

describe('a table whose receiving is stopped', () => {
  test('says how many of how many came, stays, and brings the rest when it is imported again', async () => {
    const all = people(7)
    // Each person a job, five jobs a batch.
    const page = await tablesPage(memoryCases(), { width: all.length })
    const { take, read, store, receiver, list, sessions, writing } = page
    await take([one])
    let written = 0
    writing.before = () => {
      written += 1
      if (written === 2) receiver.cancel()
      return Promise.resolve(ok(undefined))
    }
    await read([mended, ...all.slice(1)])
    await store.take()
    expect(store.error).toEqual({ code: 'TABLE_IMPORT_STOPPED', params: { came: 5, all: 6 } })
    expect(store.outcome).toEqual({ fresh: 5, corrected: 1, same: 0, told: [] })
    expect(list.rows).toHaveLength(6)
    expect(store.preview?.people).toHaveLength(7)
    // There are no such files that somebody could choose again.
    expect(sessions.left).toBe(0)
    // A computer that loses its power meanwhile offers to go on with no file that nobody has.
    expect(sessions.offered).toEqual([])
    await store.take()
    expect(store.error).toBeUndefined()
    expect(store.outcome).toEqual({ fresh: 1, corrected: 0, same: 6, told: [] })
    expect(store.preview).toBeUndefined()
    expect(list.rows).toHaveLength(7)
  })

  test('that could not be written to the end says what was, and why not the rest', async () => {
    const { take, read, store, writing } = await tablesPage()
    await take([one])
    let written = 0
    writing.before = () => {
      written += 1
      return Promise.resolve(written === 1 ? ok(undefined) : fail('STORAGE_FULL', { reason: 'QuotaExceeded' }))
    }
    await read([mended, anotherPerson('韦二', 2)])
    await store.take()
    expect(store.error?.code).toBe('RECEIVE_DISK_FULL')
    expect(store.outcome).toEqual({ fresh: 0, corrected: 1, same: 0, told: [] })
    expect(store.preview?.people).toHaveLength(2)
  })
})

describe('receiving', () => {
  test('that was stopped is not over before its last batch is: nobody begins beside it', async () => {
    const { receiver, holdChecks } = await tablesPage()
    const letGo = holdChecks()
    const first = receiver.receive([[new File(['a'], 'a.rpu')]])
    await expect.poll(() => receiver.state).toBe('running')
    receiver.cancel()
    expect(await receiver.receive([[new File(['b'], 'b.rpu')]])).toMatchObject({ ok: false })
    expect(receiver.state).toBe('cancelled')
    letGo()
    expect(await first).toMatchObject({ ok: true })
    expect(receiver.isUnderWay).toBe(false)
  })

  test('is not over before what it remembered of its files is forgotten', async () => {
    const { receiver, sessions } = await tablesPage()
    const answers: boolean[] = []
    sessions.onFinish = async () => {
      sessions.onFinish = () => Promise.resolve()
      answers.push((await receiver.receive([[]])).ok)
    }
    expect(await receiver.receive([[new File(['a'], 'a.rpu')]])).toMatchObject({ ok: true })
    expect(answers).toEqual([false])
  })
})
