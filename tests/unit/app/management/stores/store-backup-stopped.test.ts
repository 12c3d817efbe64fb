import { setActivePinia } from 'pinia'
import { expect, test, vi } from 'vitest'
import { useStoreBackupStore } from '#app/management/stores/useStoreBackupStore.ts'
import { useUnitStore } from '#app/management/stores/useUnitStore.ts'
import { backUpStore, type StoreToBackUp } from '#app/platform/storage/store-backup.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import { pageStores } from '#tests/support/page-stores.ts'
import { aLittleOfAll, storeWith } from '#tests/support/store-backups.ts'

/** The stores of a page whose unit holds a little of everything; no line of a backup may be longer than this. */
async function holding(line: number, unread: readonly string[] = []) {
  const { unit, cases, tasks, kept } = storeWith(aLittleOfAll)
  const put = vi.fn<() => Promise<Result<void>>>(() => Promise.resolve(ok(undefined)))
  const desk = {
    units: { tasks: () => Promise.resolve(ok({ fitting: tasks, unread })) },
    backUpStore: (source: StoreToBackUp, passphrase: string) =>
      backUpStore(source, passphrase, { firstLine: line, line }),
    choosePlace: () => Promise.resolve('downloads'),
    // As an engine does that does not hand on what a stream threw.
    saveStream: ({ stream }: { stream: ReadableStream<Uint8Array<ArrayBuffer>> }) =>
      new Response(stream).blob().then(
        () => ok(true),
        () => fail('FILE_NOT_WRITTEN', { reason: 'network error' }),
      ),
  }
  setActivePinia(
    await pageStores({ clock: { now: () => 1, today: () => '2026-11-28' }, unitDesk: () => Promise.resolve(desk) }),
  )
  Object.assign(useUnitStore(), {
    stored: unit,
    cases: () => ok({ ...cases, appended: () => 0 }),
    kept: () => ok({ all: () => Promise.resolve(ok(kept)), list: () => Promise.resolve(ok([])), put }),
  })
  return { backups: useStoreBackupStore(), put }
}

test('a backup that would not be read back is told for what it was, and counts as none', async () => {
  const { backups, put } = await holding(300)
  await backups.backUp('口令口令口令口令')
  expect(backups.error).toEqual({ code: 'BACKUP_NOT_WRITABLE', params: { where: '上报包“d.rpz”太大' } })
  expect(put).not.toHaveBeenCalled()
})

test('one that fits counts', async () => {
  const { backups, put } = await holding(5000)
  await backups.backUp('口令口令口令口令')
  expect(backups.error).toBeUndefined()
  expect(put).toHaveBeenCalledOnce()
})

test('tasks that cannot be read here are told: the backup has them not', async () => {
  const { backups, put } = await holding(5000, ['of a newer version'])
  await backups.backUp('口令口令口令口令')
  expect(put).toHaveBeenCalledOnce()
  expect(backups.tasksLeftOut).toBe(1)
})

test('of a backup that was not made nothing is said to be missing', async () => {
  const { backups } = await holding(300, ['of a newer version'])
  await backups.backUp('口令口令口令口令')
  expect(backups.error?.code).toBe('BACKUP_NOT_WRITABLE')
  expect(backups.tasksLeftOut).toBe(0)
})
