import { setActivePinia } from 'pinia'
import { expect, test } from 'vitest'
import { useStoreBackupStore } from '#app/management/stores/useStoreBackupStore.ts'
import { useUnitStore } from '#app/management/stores/useUnitStore.ts'
import { verifyStoreBackup } from '#app/platform/storage/restore-store.ts'
import { backUpStore } from '#app/platform/storage/store-backup.ts'
import { sealOf } from '#app/platform/unit/sealed-stream.ts'
import { ok } from '#core/errors/result.ts'
import { pageStores } from '#tests/support/page-stores.ts'
import { aLittleOfAll, backupPassphrase, storeWith } from '#tests/support/store-backups.ts'

/** The page of a unit that has this noted of its last backup, and the files that were saved. */
async function pageWith(noted?: object) {
  const { unit, cases, tasks, kept } = storeWith(aLittleOfAll)
  const saved: File[] = []
  const rows = new Map<string, unknown>(noted && [['last', noted]])
  const desk = {
    units: { tasks: () => Promise.resolve(ok({ fitting: tasks, unread: [] })) },
    backUpStore,
    verifyStoreBackup,
    sealOf,
    choosePlace: () => Promise.resolve('downloads'),
    async saveStream({ stream, fileName }: { stream: ReadableStream<Uint8Array<ArrayBuffer>>; fileName: string }) {
      saved.push(new File([await new Response(stream).arrayBuffer()], fileName))
      return ok(true)
    },
  }
  let now = 0
  const clock = { now: () => (now += 1), today: () => '2026-11-28' }
  setActivePinia(await pageStores({ clock, unitDesk: () => Promise.resolve(desk) }))
  Object.assign(useUnitStore(), {
    stored: unit,
    cases: () => ok({ ...cases, appended: () => 500 }),
    kept: () =>
      ok({
        all: () => Promise.resolve(ok(kept)),
        list: () => Promise.resolve(ok([...rows.values()])),
        put(_kind: string, id: string, value: unknown) {
          rows.set(id, value)
          return Promise.resolve(ok(undefined))
        },
      }),
  })
  const backups = useStoreBackupStore()
  await backups.load()
  /** A backup that is made now. */
  async function made(): Promise<File> {
    await backups.backUp(backupPassphrase)
    const file = saved.at(-1)
    if (!file) throw new Error(backups.error?.code)
    return file
  }
  return { backups, made, check: (file: File) => backups.check(file, backupPassphrase) }
}

test('a whole backup from elsewhere is no backup of this device: it still has none', async () => {
  const file = await (await pageWith()).made()
  const { backups, check } = await pageWith()
  await check(file)
  expect(backups).toMatchObject({ isVerified: true, isOther: false, last: undefined, unsaved: 500 })
})

test('the last backup counts as checked once its own file was, and an earlier one says nothing of it', async () => {
  const { backups, made, check } = await pageWith()
  const [earlier, last] = [await made(), await made()]
  await check(earlier)
  expect(backups).toMatchObject({ isVerified: true, isOther: true, last: { at: 2, isChecked: false } })
  await check(last)
  expect(backups).toMatchObject({ isVerified: true, isOther: false, last: { at: 2, isChecked: true } })
  expect(backups.error).toBeUndefined()
})

test('of a backup that an earlier version noted it is not known whether this is its file', async () => {
  const file = await (await pageWith()).made()
  const noted = { at: 1, cases: 2, appended: 400, isChecked: false }
  const { backups, check } = await pageWith(noted)
  await check(file)
  expect(backups).toMatchObject({ isVerified: true, isOther: false, last: noted, unsaved: 100 })
})

test('what was found of a file is not said beside another, nor hidden by what became of one before', async () => {
  const { backups, made, check } = await pageWith()
  const file = await made()
  const before = { restored: { added: 1, advanced: 0, kept: 0, diverged: [] }, isHalfRestored: true }
  Object.assign(backups, before)
  await check(file)
  expect(backups).toMatchObject({ isVerified: true, restored: undefined, isHalfRestored: false })
  await backups.check(file, '别的口令')
  expect(backups.error).toBeDefined()
  expect(backups.isVerified).toBe(false)
  await check(file)
  backups.forgetFile()
  expect(backups).toMatchObject({ isVerified: false, error: undefined })
  await check(file)
  Object.assign(backups, before)
  await made()
  expect(backups).toMatchObject({ isVerified: false, restored: undefined, isHalfRestored: false })
})
