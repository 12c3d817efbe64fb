import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { CaseStorage } from '#app/platform/storage/case-storage.ts'
import type { ReceivingSession } from '#app/platform/storage/receiving-storage.ts'
import type { FileChecker } from '#app/platform/unit/file-checker.ts'
import { usePlatform } from '#app/shared/platform.ts'
import { useSchemeStore } from '#app/shared/scheme/useSchemeStore.ts'
import type { AppError } from '#core/errors/error-code.ts'
import type { Result } from '#core/errors/result.ts'
import { makeInterruptedReceiving } from './interrupted-receiving.ts'
import { marksOf, matchToSession } from './receive-again.ts'
import { startChecker } from './receive-checker.ts'
import type { ReceivedFile } from './receive-file.ts'
import { makeReceivePlan } from './receive-plan.ts'
import { usePackKnowledge } from './pack-knowledge.ts'
import { type RunDesk, runReceiving } from './receive-everything.ts'
import type { QueuedFile } from './receive-run.ts'
import { openingKeysOf } from './sync/unit-keys-of.ts'
import { useCaseListStore } from './useCaseListStore.ts'
import { useUnitStore } from './useUnitStore.ts'

type RunState = 'idle' | 'running' | 'paused' | 'cancelled' | 'failed'

/** 接收报送: files are checked in workers and written in batches, each file wholly or not at all. */
export const useReceiveStore = defineStore('receive', () => {
  const { unitDesk, scheme: source, clock } = usePlatform()
  const { scheme } = useSchemeStore()
  const units = useUnitStore()
  const list = useCaseListStore()
  const packKnowledge = usePackKnowledge()
  const received = shallowRef<readonly ReceivedFile[]>([])
  const total = ref(0)
  const skipped = ref(0)
  const state = ref<RunState>('idle')
  const error = shallowRef<AppError>()
  const rest = makeInterruptedReceiving(() => units.receivingDesk())
  const { interrupted } = rest
  const done = computed(() => received.value.length)
  const isUnderWay = computed(() => state.value === 'running' || state.value === 'paused')
  let wake: (() => void) | undefined
  let session: ReceivingSession | undefined
  let finished = new Set<number>()

  function keep<T>(result: Result<T>): T | undefined {
    if (!result.ok) error.value = result.error
    return result.ok ? result.value : undefined
  }

  function tell(results: readonly ReceivedFile[]): void {
    received.value = [...received.value, ...results]
  }

  /** Waits while paused; false when nothing more is to be done. */
  async function goesOn(): Promise<boolean> {
    while (state.value === 'paused') {
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
    return state.value === 'running'
  }

  /** What a run writes into, and whom it tells. */
  function runDesk(
    cases: CaseStorage,
    checker: FileChecker,
    beginning: Promise<ReceivingSession | undefined>,
  ): RunDesk {
    const { unit, user: by } = units
    const [ownName, people] = [unit?.name ?? '', list.people()]
    return {
      cases,
      checker,
      knowledge: () => packKnowledge(cases),
      now: () => clock.now(),
      plan: () => makeReceivePlan({ cases, people, reviewer: { by, at: clock.now() }, ownName }),
      append: (changes, pack, along) => list.append(changes, pack, along),
      mark: async (row) => {
        const desk = keep(units.receivingDesk())
        if (desk) keep(await desk.receiving.mark(row))
      },
      progress: async (finishedNow) => {
        const standing = await beginning
        if (!standing && state.value === 'running') state.value = 'failed'
        return standing?.progress(finishedNow)
      },
      goesOn,
      expect: (more) => void (total.value += more),
      tell,
      failWith(failure) {
        error.value = failure
        state.value = 'failed'
      },
    }
  }

  async function start(
    queue: readonly QueuedFile[],
    begin: () => Promise<ReceivingSession | undefined>,
  ): Promise<void> {
    received.value = []
    error.value = undefined
    interrupted.value = undefined
    total.value = queue.length
    state.value = 'running'
    const desk = keep(units.receivingDesk())
    const cases = keep(units.cases())
    const keys = units.stored ? openingKeysOf(units.stored) : []
    const setting = desk && { scheme, keys, today: clock.today(), sealingKey: desk.sealingKey }
    const checker = setting && keep(await startChecker(source, unitDesk, setting))
    if (checker && cases) {
      // What is checked first is written only once the run is remembered: looking at thousands of files takes its time.
      const beginning = begin()
      if (!list.isLoaded) await list.load()
      await runReceiving(queue, finished, runDesk(cases, checker, beginning))
      session = await beginning
    }
    checker?.close()
    await end()
  }

  /** What is not done is left for later; what nobody waits for is forgotten. */
  async function end(): Promise<void> {
    const isWhole = state.value === 'running'
    if (state.value === 'running' || error.value) state.value = error.value ? 'failed' : 'idle'
    if (isWhole && !error.value) await session?.finish()
    else session?.leave()
    session = undefined
    await rest.find()
  }

  /** Receives files; they are told by content, whatever their names. */
  async function receive(files: readonly File[]): Promise<void> {
    if (files.length === 0 || isUnderWay.value) return
    finished = new Set()
    skipped.value = 0
    const queue = files.map((file, index) => ({ file, name: file.name, index }))
    await start(queue, async () => {
      const desk = keep(units.receivingDesk())
      return desk && keep(await desk.receiving.begin(await marksOf(files), clock.now()))
    })
  }

  /** Goes on with what was interrupted: of the chosen files those that were done are skipped. */
  async function receiveRest(files: readonly File[]): Promise<void> {
    const before = interrupted.value
    if (!before || files.length === 0 || isUnderWay.value) return
    state.value = 'running'
    const { queue, skipped: known } = await matchToSession(files, before)
    finished = new Set(before.done)
    skipped.value = known
    await start(queue, async () => keep(units.receivingDesk())?.receiving.resume(before))
  }

  // Stopping comes before the next batch, and what was written stays.
  function turn(from: readonly RunState[], to: RunState): void {
    if (!from.includes(state.value)) return
    state.value = to
    wake?.()
  }
  const cancel = (): void => turn(['running', 'paused'], 'cancelled')

  // A store that is locked receives nothing more.
  watch(
    () => units.status,
    (status) => {
      if (status === 'open') return
      cancel()
      received.value = []
      interrupted.value = undefined
      total.value = 0
    },
  )

  return {
    received,
    total,
    done,
    skipped,
    state,
    isUnderWay,
    error,
    interrupted,
    receive,
    receiveRest,
    findInterrupted: () => rest.find(),
    forgetInterrupted: async () => void keep(await rest.forget()),
    pause: () => turn(['running'], 'paused'),
    resume: () => turn(['paused'], 'running'),
    cancel,
  }
})
