import { expect, test, vi } from 'vitest'
import { watch } from 'vue'
import { useOutboxStore } from '#app/individual/stores/useOutboxStore.ts'
import { useSyncStore } from '#app/individual/stores/useSyncStore.ts'
import type { SyncLine } from '#app/platform/sync-client/sync-log.ts'
import { ok } from '#core/errors/result.ts'
import { signReturnSlip } from '#core/return-slip/sign-return-slip.ts'
import { signSubmission } from '#core/submission/sign-submission.ts'
import { readTask } from '#core/task/read-task.ts'
import { signTask } from '#core/task/sign-task.ts'
import { must } from '#tests/support/drafts.ts'
import { anEntry } from '#tests/support/outbox-entries.ts'
import { pageStores } from '#tests/support/page-stores.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'
import { aReturnSlipContent, aTaskContent } from '#tests/support/units.ts'

const goneId = crypto.randomUUID()

async function aSlip(signer: Awaited<ReturnType<typeof aSigningKey>>) {
  const content = aSubmissionContent({ taskId: goneId })
  const { text, digest } = await signSubmission(content, await aSigningKey())
  const { record, revision } = content
  const slip = aReturnSlipContent({ submissionDigest: digest, revision, recordId: record.id })
  return { content, text, digest, record, revision, file: await signReturnSlip(slip, signer) }
}

/** A device that handed in by a task it no longer has, and reaches the server by another one; a slip waits there. */
async function aDevice() {
  const unit = await aSigningKey()
  const { text, digest, record, revision, file } = await aSlip(unit)
  const taskOf = async (id: string) => must(await readTask(await signTask({ ...aTaskContent(), id }, unit)))
  const other = await taskOf(crypto.randomUUID())
  const tasks = new Map([[other.content.id, other]])
  const [lines, read]: [SyncLine[], number[]] = [[], []]
  const kept: { draftId: string; slip: unknown; receivedAt: number }[] = []
  async function alone(run: () => Promise<void>): Promise<boolean> {
    await run()
    return true
  }
  const exchange = {
    occasions: { isOnline: () => true, alone, announce: () => undefined, after: () => () => undefined },
    outbox: {
      list: async () => ok([anEntry({ digest, taskId: goneId, state: { name: 'returned', slipId: 's', at: 1 } })]),
      update: async () => ok(undefined),
    },
    tasks: {
      list: async () => ok([...tasks.values()].map((task) => ({ task }))),
      get: async (id: string) => ok(tasks.has(id) ? { task: tasks.get(id) } : undefined),
    },
    slips: {
      list: async () => ok(kept),
      async put(slip: (typeof kept)[number]) {
        kept.push(slip)
        return ok(undefined)
      },
    },
    log: { list: async () => lines, append: async (line: SyncLine) => void lines.unshift(line) },
    server: {
      isHere: () => true,
      slips: async (_: unknown, after = -1) =>
        ok({ items: after < 1 && !read.includes(1) ? [{ position: 1, file, mark: '0' }] : [], next: 1 }),
      markRead: async ({ position }: { readonly position: number }) => void read.push(position),
      isDoubted: async () => false,
      isOfOtherKey: async () => false,
    },
  }
  let locked: readonly object[] = []
  const pinia = await pageStores({
    clock: { now: () => 5, today: () => '2026-11-24' },
    storage: {
      getSubmission: async () => ok({ digest, draftId: 'd', revision, personName: '韦晓莉', text }),
      list: async () => ok(locked),
      load: async () => ok({ record, declarations: {}, handedIn: { digest } }),
    },
    locks: async () => ({ list: async () => ok([]) }),
    files: {},
    backup: async () => ({ isForgetful: () => false, copies: async () => ok([]), lockedCopies: async () => ok([]) }),
    exchange: async () => exchange,
    schemeUpdates: async () => ({ published: { check: async () => undefined } }),
  })
  const gone = await taskOf(goneId)
  const openTask = (): void => void tasks.set(goneId, gone)
  /** What a lock does, here or in another tab: what is listed is read again. */
  async function lock(): Promise<void> {
    locked = [{ kind: 'locked', id: 'd', savedAt: 1 }]
    await useOutboxStore(pinia).refresh()
  }
  return { sync: useSyncStore(pinia), lines, read, kept, openTask, lock, file }
}

test('a return by a task that is not here is told once, opens nothing, and waits at the server', async () => {
  const { sync, lines, read, kept } = await aDevice()
  await sync.syncNow('network')
  await sync.syncNow('network')
  expect(sync.error).toBeUndefined()
  expect(kept).toEqual([])
  expect(read).toEqual([])
  expect(lines).toMatchObject([{ kind: 'slipWaits', personName: '韦晓莉', revision: 1 }])
  expect(sync.withoutTask).toMatchObject([{ personName: '韦晓莉', revision: 1 }])
})

test('whose it is goes from sight when the record is locked meanwhile', async () => {
  const { sync, lock } = await aDevice()
  await sync.syncNow('network')
  expect(sync.withoutTask).toMatchObject([{ personName: '韦晓莉' }])
  await lock()
  await vi.waitFor(() => expect(sync.withoutTask).toMatchObject([{ personName: '', revision: 1 }]))
})

test('what is new here is asked for after a run that was under way', async () => {
  const { sync, kept, openTask } = await aDevice()
  const wasRunning: boolean[] = []
  watch(
    () => sync.withoutTask,
    () => {
      wasRunning.push(sync.isRunning)
      openTask()
      void sync.syncAnew()
    },
    { flush: 'sync', once: true },
  )
  await sync.syncNow('network')
  expect(wasRunning).toEqual([true])
  expect(kept).toHaveLength(1)
})

test('it is taken as soon as the task is here again', async () => {
  const { sync, lines, read, kept, openTask } = await aDevice()
  await sync.syncNow('network')
  openTask()
  await sync.syncNow('network')
  expect(kept).toHaveLength(1)
  expect(read).toEqual([1])
  expect(lines.map(({ kind }) => kind)).toEqual(['returned', 'slipWaits'])
  expect(sync.withoutTask).toEqual([])
})

test('one that the person took from a file, having asked the unit, waits no longer', async () => {
  const { sync, read, kept, file } = await aDevice()
  await sync.syncNow('network')
  const { useReturnSlipStore } = await import('#app/individual/stores/useReturnSlipStore.ts')
  const slips = useReturnSlipStore()
  expect(await slips.receive(file)).toMatchObject({ trust: 'unknown' })
  expect(await slips.keep()).toBe(true)
  await sync.syncNow('network')
  expect(kept).toHaveLength(1)
  expect(read).toEqual([1])
  expect(sync.withoutTask).toEqual([])
})
