import { expect, test } from 'vitest'
import { useTaskRemovalStore } from '#app/individual/stores/useTaskRemovalStore.ts'
import { useTaskStore } from '#app/individual/stores/useTaskStore.ts'
import { draftFrom, type DraftEntry, type LockedEntry } from '#app/platform/storage/draft-storage.ts'
import type { OutboxEntry } from '#app/platform/storage/outbox-entry.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import { readTask } from '#core/task/read-task.ts'
import { signTask } from '#core/task/sign-task.ts'
import { aNewDraft, must } from '#tests/support/drafts.ts'
import { anEntry } from '#tests/support/outbox-entries.ts'
import { pageStores } from '#tests/support/page-stores.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aTaskContent } from '#tests/support/units.ts'

const { id } = aTaskContent()
const following = (task: string): DraftEntry => ({
  kind: 'draft',
  draft: draftFrom({ ...aNewDraft('韦晓莉'), declarations: { task } }, 1),
})
const locked: LockedEntry = { kind: 'locked', id: 'l', savedAt: 1 }

interface Disk {
  drafts: Result<readonly (DraftEntry | LockedEntry)[]>
  sent: Result<readonly OutboxEntry[]>
}

/** The page of the tasks, with one accepted. */
async function aPage(disk: Partial<Disk> = {}) {
  const task = must(await readTask(await signTask(aTaskContent(), await aSigningKey())))
  const on: Disk = { drafts: ok([]), sent: ok([]), ...disk }
  const tasks = new Map([[id, { task, acceptedAt: 1 }]])
  const exchange = {
    tasks: {
      list: async () => ok([...tasks.values()]),
      remove: async (gone: string) => ok(void tasks.delete(gone)),
    },
    outbox: { list: async () => on.sent },
  }
  const pinia = await pageStores({
    storage: { list: async () => on.drafts },
    clock: { now: () => 1, today: () => '2026-11-28' },
    exchange: async () => exchange,
    backup: async () => ({ isForgetful: () => false }),
  })
  const removal = useTaskRemovalStore(pinia)
  await removal.refresh()
  return { on, removal, tasks: useTaskStore(pinia), isHere: () => tasks.has(id) }
}

test.each([
  ['a record follows it', { drafts: ok([following(id)]) }, 'records'],
  ['something was handed in by it', { sent: ok([anEntry({ taskId: id })]) }, 'sent'],
  ['a locked record may follow it', { drafts: ok([locked]) }, 'locked'],
  ['what was handed in is not known', { sent: fail('STORAGE_READ_FAILED', { reason: 'x' }) }, 'unknown'],
  ['the records are not known', { drafts: fail('STORAGE_READ_FAILED', { reason: 'x' }) }, 'unknown'],
] as const)('a task is not removed while %s', async (_, disk, why) => {
  const { removal, tasks, isHere } = await aPage(disk)
  expect(removal.keptBy(id)).toBe(why)
  await removal.remove(id)
  expect(isHere()).toBe(true)
  expect(tasks.error?.code).toBe(why === 'unknown' ? 'STORAGE_READ_FAILED' : undefined)
})

test('one that nothing needs is removed, and no longer listed', async () => {
  const others = { drafts: ok([following('another')]), sent: ok([anEntry({ taskId: 'another' })]) }
  const { removal, tasks, isHere } = await aPage(others)
  expect(removal.keptBy(id)).toBeUndefined()
  await removal.remove(id)
  expect([isHere(), tasks.accepted]).toEqual([false, []])
})

test('what came to need it since it was shown, in another tab, is seen when it is removed', async () => {
  const { on, removal, isHere } = await aPage()
  on.sent = ok([anEntry({ taskId: id })])
  await removal.remove(id)
  expect([isHere(), removal.keptBy(id)]).toEqual([true, 'sent'])
})
