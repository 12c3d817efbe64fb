import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createDraftJournal, type SaveStatus } from '#app/platform/storage/draft-journal.ts'
import type { Draft, DraftChange, DraftError } from '#app/platform/storage/draft-storage.ts'
import type { Result } from '#core/errors/result.ts'
import { aPerson } from '#tests/support/people.ts'

const person = aPerson()
const opened: Draft = {
  id: person.id,
  record: person,
  revision: 1,
  createdAt: 0,
  savedAt: 0,
  confirmations: [],
  declarations: {},
  handedIn: null,
  deletedAt: null,
}
const named = (name: string) => ({ record: aPerson({ basic: { name } }) })

interface Write {
  readonly name: string | undefined
  readonly settle: (result?: DraftError) => Promise<void>
}

/** A journal whose writes wait until the test lets them end. */
function journalWithDisk() {
  const writes: Write[] = []
  const heard: SaveStatus[] = []
  const save = (revision: number, change: DraftChange): Promise<Result<Draft, DraftError>> =>
    new Promise((resolve) => {
      writes.push({
        name: change.record.basic['name'],
        async settle(error) {
          resolve(
            error
              ? { ok: false, error }
              : { ok: true, value: { ...opened, ...change, revision: revision + 1, savedAt: writes.length } },
          )
          await vi.advanceTimersByTimeAsync(0)
        },
      })
    })
  const journal = createDraftJournal({ draft: opened, save, onChange: (_, status) => heard.push(status), quietMs: 250 })
  return { journal, writes, state: () => heard.at(-1)?.state }
}

describe('the journal of a draft', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  test('writes soon after the last change, and says saved only after the commit', async () => {
    const { journal, writes, state } = journalWithDisk()
    journal.change(named('甲'))
    await vi.advanceTimersByTimeAsync(200)
    journal.change(named('乙'))
    await vi.advanceTimersByTimeAsync(200)
    expect(writes).toHaveLength(0)
    await vi.advanceTimersByTimeAsync(100)
    expect(writes.map(({ name }) => name)).toEqual(['乙'])
    expect(state()).toBe('saving')
    await writes[0]?.settle()
    expect(state()).toBe('saved')
  })

  test('keeps what changed while a write ran unsaved, and writes it next', async () => {
    const { journal, writes, state } = journalWithDisk()
    journal.change(named('甲'))
    const flushed = journal.flush()
    journal.change(named('乙'))
    await writes[0]?.settle()
    expect(state()).toBe('saving')
    expect(writes.map(({ name }) => name)).toEqual(['甲', '乙'])
    await writes[1]?.settle()
    expect(await flushed).toBe(true)
    expect(state()).toBe('saved')
    expect(journal.draft().revision).toBe(3)
  })

  test('does not write amid a composition', async () => {
    const { journal, writes } = journalWithDisk()
    journal.change(named('甲'))
    journal.setComposing(true)
    await vi.advanceTimersByTimeAsync(2000)
    expect(writes).toHaveLength(0)
    journal.setComposing(false)
    await vi.advanceTimersByTimeAsync(300)
    expect(writes).toHaveLength(1)
  })

  test('after a failure says so, keeps the text, and writes again only when asked', async () => {
    const { journal, writes, state } = journalWithDisk()
    journal.change(named('甲'))
    const flushed = journal.flush()
    await writes[0]?.settle({ code: 'STORAGE_FULL', params: { reason: '磁盘已满' } })
    expect(await flushed).toBe(false)
    journal.change(named('乙'))
    await vi.advanceTimersByTimeAsync(2000)
    expect(state()).toBe('failed')
    expect(writes).toHaveLength(1)
    const retried = journal.retry()
    await writes[1]?.settle()
    expect(await retried).toBe(true)
    expect(writes[1]?.name).toBe('乙')
    expect(state()).toBe('saved')
  })

  test('takes over what another tab stored only while nothing here is unsaved', () => {
    const { journal } = journalWithDisk()
    journal.change(named('甲'))
    journal.adopt({ ...opened, ...named('别处'), revision: 5 })
    expect(journal.draft().record.basic['name']).toBe('甲')
  })

  test('halted, it writes nothing more and says failed only of what is not on the disk', async () => {
    const { journal, writes, state } = journalWithDisk()
    journal.halt({ code: 'STORAGE_NEWER_VERSION', params: {} }, false)
    expect(state()).toBeUndefined()
    journal.change(named('甲'))
    journal.halt({ code: 'STORAGE_ERASED', params: {} }, true)
    await vi.advanceTimersByTimeAsync(1000)
    expect(state()).toBe('failed')
    expect(await journal.flush()).toBe(false)
    expect(writes).toHaveLength(0)
    expect(journal.draft().record.basic['name']).toBe('甲')
  })
})
