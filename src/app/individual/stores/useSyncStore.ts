import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { OutboxEntry } from '#app/platform/storage/outbox-storage.ts'
import type { SyncLine } from '#app/platform/sync-client/sync-log.ts'
import { usePlatform } from '#app/shared/platform.ts'
import type { AppError } from '#core/errors/error-code.ts'
import type { WaitingSlip } from '#core/sync/return-slips.ts'
import type { TaskContent } from '#core/task/task.ts'
import { useOutboxStore } from './useOutboxStore.ts'
import { useReturnSlipStore } from './useReturnSlipStore.ts'

const askAgainMs = 15 * 60_000
const shortestPauseMs = 5000
// What the unit will not change any more is not asked for again.
const settled: ReadonlySet<string> = new Set(['passed', 'reported', 'replaced', 'erased'])
const mostAskedAtOnce = 20

/** 同步: whenever there may be a network, what waits is sent and what the unit says is fetched. */
export const useSyncStore = defineStore('sync', () => {
  const { exchange, clock } = usePlatform()
  const outbox = useOutboxStore()
  const slips = useReturnSlipStore()
  const lines = shallowRef<readonly SyncLine[]>([])
  const isRunning = ref(false)
  const metAt = ref<number>()
  const error = shallowRef<AppError>()
  let cancelTimer = (): void => undefined
  let isStarted = false

  const nextAt = computed(() =>
    Math.min(...outbox.entries.map(({ state }) => (state.name === 'waiting' ? state.nextAt : Infinity))),
  )

  async function tasksByServer(): Promise<ReadonlyMap<string, TaskContent>> {
    const { tasks } = await exchange()
    const accepted = await tasks.list()
    const contents = accepted.ok ? accepted.value.map(({ task }) => task.content) : []
    return new Map(contents.flatMap((content) => (content.server === undefined ? [] : [[content.server, content]])))
  }

  /** Keeps a slip of the unit of the task; false when it must be read again later. */
  async function takeSlip({ file }: WaitingSlip): Promise<boolean> {
    const { log } = await exchange()
    const read = await slips.read(file)
    const matched = read.ok ? read.value : undefined
    const refusal = read.ok ? undefined : read.error
    // Of a record that is locked, or a database that does not answer: it stays with the server until then.
    if (refusal && refusal.code !== 'RETURN_SLIP_UNMATCHED' && !refusal.code.startsWith('SIGNED_FILE_')) return false
    const isTaken = matched?.trust === 'task' && (await slips.keepMatched(matched))
    const { personName = '', slip } = matched ?? {}
    const line = { at: clock.now(), personName, revision: slip?.content.revision ?? 0 }
    await log.append({ ...line, kind: isTaken ? 'returned' : 'slipLeft', ...(refusal && { error: refusal }) })
    return isTaken || matched?.trust !== 'task'
  }

  async function fetchSlips(task: TaskContent): Promise<void> {
    const { server } = await exchange()
    const page = await server.slips(task)
    if (!page.ok) {
      error.value = page.error
      return
    }
    metAt.value = clock.now()
    for (const item of page.value.items) {
      if (!(await takeSlip(item))) return
      await server.markRead(item.position)
    }
  }

  const isAskedFor = ({ state }: OutboxEntry): boolean =>
    state.name === 'delivered' && state.receipt.by === 'server' && !settled.has(state.receipt.standing?.state ?? '')

  async function fetchStandings(tasks: ReadonlyMap<string, TaskContent>): Promise<void> {
    const { server, log, tasks: accepted } = await exchange()
    for (const entry of outbox.entries.filter(isAskedFor).slice(0, mostAskedAtOnce)) {
      const kept = entry.taskId === undefined ? undefined : await accepted.get(entry.taskId)
      const content = kept?.ok ? kept.value?.task.content : undefined
      if (!content || !tasks.has(content.server ?? '')) continue
      const status = await server.statusOf(content, entry.digest)
      if (!status.ok) continue
      const { state, at } = status.value
      const before = entry.state.name === 'delivered' ? entry.state.receipt.standing : undefined
      if (before?.state === state) continue
      await outbox.happen(entry.digest, { kind: 'told', standing: { state, at } })
      const { personName, revision } = entry
      await log.append({ at: clock.now(), kind: 'told', personName, revision, standing: state })
    }
  }

  async function syncAlone(isBackOnline: boolean): Promise<void> {
    const tasks = await tasksByServer()
    error.value = undefined
    await outbox.deliverDue({ isBackOnline })
    for (const task of tasks.values()) await fetchSlips(task)
    await outbox.refresh()
    if (tasks.size > 0 && error.value === undefined) await fetchStandings(tasks)
  }

  async function refreshLog(): Promise<void> {
    lines.value = await (await exchange()).log.list()
  }

  function wait(): void {
    cancelTimer()
    void exchange().then(({ occasions }) => {
      const pauseMs = Math.min(askAgainMs, Math.max(shortestPauseMs, nextAt.value - clock.now()))
      cancelTimer = occasions.after(pauseMs, () => void syncNow())
    })
  }

  /** Sends and fetches what there is, if no other tab is at it. */
  async function syncNow({ isBackOnline = false } = {}): Promise<void> {
    const { occasions } = await exchange()
    if (isRunning.value || !occasions.isOnline()) return
    isRunning.value = true
    try {
      if (await occasions.alone(() => syncAlone(isBackOnline))) occasions.announce()
    } finally {
      isRunning.value = false
    }
    await refreshLog()
    wait()
  }

  /** Begins to look after what waits; called once when the app stands. */
  async function start(): Promise<void> {
    if (isStarted) return
    isStarted = true
    const { occasions } = await exchange()
    occasions.listen(() => void syncNow({ isBackOnline: true }))
    occasions.onAnnounced(() => void outbox.refresh().then(refreshLog))
    await syncNow({ isBackOnline: true })
  }

  return { lines, isRunning, metAt, error, nextAt, start, syncNow, refreshLog }
})
