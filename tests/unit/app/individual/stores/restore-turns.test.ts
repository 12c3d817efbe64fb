import { expect, test } from 'vitest'
import { useRestoreStore } from '#app/individual/stores/useRestoreStore.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import { signBackup } from '#core/backup/write-backup.ts'
import { aBackupContent, aBackupDraft, aLineage } from '#tests/support/backups.ts'
import { pageStores } from '#tests/support/page-stores.ts'
import { aPerson } from '#tests/support/people.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'

const named = (name: string) => aBackupDraft(aPerson({ basic: { ...aPerson().basic, name } }))

/** A page whose store is looked into, or written to, when it is told to. */
async function aPage(applied: Result<void> = ok(undefined)) {
  const waiting: (() => void)[] = []
  const turn = (): Promise<void> => new Promise((resolve) => void waiting.push(resolve))
  const backup = {
    async collect() {
      await turn()
      return ok(aBackupContent({ drafts: [] }))
    },
    privateKey: () => Promise.resolve(null),
    async apply() {
      await turn()
      return applied
    },
  }
  const storage = { list: () => Promise.resolve(ok([])) }
  const pinia = await pageStores({ backup: () => Promise.resolve(backup), clock: { now: () => 1 }, storage })
  const key = await aSigningKey()
  const fileOf = (name: string): Promise<string> => signBackup(aBackupContent({ drafts: [aLineage(named(name))] }), key)
  const store = useRestoreStore(pinia)
  const shown = () => store.plan.map(({ file }) => file.draft.record.basic['name'])
  return { store, waiting, fileOf, shown }
}

test('of two files that are opened, the one that was opened last is shown', async () => {
  const { store, waiting, fileOf, shown } = await aPage()
  const first = store.lookAt(await fileOf('韦晓莉'), 'first.bak')
  await expect.poll(() => waiting.length).toBe(1)
  const second = store.lookAt(await fileOf('黄大明'), 'second.bak')
  await expect.poll(() => store.fileName).toBe('second.bak')
  waiting.shift()?.()
  await first
  await expect.poll(() => waiting.length).toBe(1)
  waiting.shift()?.()
  await second
  expect(shown()).toEqual(['黄大明'])
  expect(store.isRunning).toBe(false)
})

test.each([ok(undefined), fail('STORAGE_FULL', { reason: 'full' })])(
  'of a file that was still being restored when another was opened, it is told what became of it: ok is $ok',
  async (outcome) => {
    const { store, waiting, fileOf, shown } = await aPage(outcome)
    const first = store.lookAt(await fileOf('韦晓莉'), 'first.bak')
    await expect.poll(() => waiting.length).toBe(1)
    waiting.shift()?.()
    await first
    const restoring = store.restore()
    await expect.poll(() => waiting.length).toBe(1)
    const second = store.lookAt(await fileOf('黄大明'), 'second.bak')
    await expect.poll(() => store.fileName).toBe('second.bak')
    waiting.shift()?.()
    await restoring
    await expect.poll(() => waiting.length).toBe(1)
    waiting.shift()?.()
    await second
    expect(shown()).toEqual(['黄大明'])
    expect(store).toMatchObject({ isDone: false, error: undefined, earlier: { fileName: 'first.bak', outcome } })
    store.forgetEarlier()
    expect(store.earlier).toBeUndefined()
  },
)
