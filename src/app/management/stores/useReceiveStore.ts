import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { FoundFiles } from '#app/platform/files/found-files.ts'
import type { CaseStorage } from '#app/platform/storage/case-storage.ts'
import type { ReceivingSession } from '#app/platform/storage/receiving-storage.ts'
import type { FileChecker } from '#app/platform/unit/file-checker.ts'
import { usePlatform } from '#app/shared/platform.ts'
import { useSchemeStore } from '#app/shared/scheme/useSchemeStore.ts'
import type { AppError } from '#core/errors/error-code.ts'
import type { Result } from '#core/errors/result.ts'
import { gatherFiles } from './gather-files.ts'
import { makeInterruptedReceiving } from './interrupted-receiving.ts'
import { marksOf, matchToSession } from './receive-again.ts'
import { startChecker } from './receive-checker.ts'
import type { ReceivedFile } from './receive-file.ts'
import { makeReceivePlan } from './receive-plan.ts'
import { usePackKnowledge } from './pack-knowledge.ts'
import { type RunDesk, runReceiving } from './receive-everything.ts'
import type { QueuedFile } from './receive-run.ts'
import { makeRunControl } from './run-control.ts'
import { openingKeysOf } from './sync/unit-keys-of.ts'
import { useCaseListStore } from './useCaseListStore.ts'
import { useUnitStore } from './useUnitStore.ts'

type Begin = () => Promise<ReceivingSession | undefined>

/** 接收报送: files are checked in workers and written in batches, each file wholly or not at all. */
export const useReceiveStore = defineStore('receive', () => {
  const { unitDesk, scheme: source, clock } = usePlatform()
  const { scheme } = useSchemeStore()
  const units = useUnitStore()
  const list = useCaseListStore()
  const packKnowledge = usePackKnowledge()
  const received = shallowRef<readonly ReceivedFile[]>([])
  const total = ref(0)
  /** Files that were found so far, while a folder is looked through. */
  const found = ref(0)
  const skipped = ref(0)
  const control = makeRunControl()
  const { state, isUnderWay, goesOn } = control
  const error = shallowRef<AppError>()
  const rest = makeInterruptedReceiving(() => units.receivingDesk())
  const done = computed(() => received.value.length)
  let session: ReceivingSession | undefined
  let finished = new Set<number>()

  function keep<T>(result: Result<T>): T | undefined {
    if (!result.ok) error.value = result.error
    return result.ok ? result.value : undefined
  }

  function tell(results: readonly ReceivedFile[]): void {
    received.value = [...received.value, ...results]
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

  /** Workers that check; they start while files are still being looked for. */
  async function openChecker(): Promise<FileChecker | undefined> {
    const desk = keep(units.receivingDesk())
    const keys = units.stored ? openingKeysOf(units.stored) : []
    const setting = desk && { scheme, keys, today: clock.today(), sealingKey: desk.sealingKey }
    return setting && keep(await startChecker(source, unitDesk, setting))
  }

  async function run(queue: readonly QueuedFile[], checker: FileChecker | undefined, begin: Begin): Promise<void> {
    if (!(await goesOn())) return checker?.close()
    total.value = queue.length
    const cases = keep(units.cases())
    if (checker && cases) {
      // What is checked first is written only once the run is remembered: looking at thousands of files takes its time.
      const beginning = begin()
      if (!list.isLoaded) await list.load()
      await runReceiving(queue, finished, runDesk(cases, checker, beginning))
      session = await beginning
    }
    checker?.close()
  }

  /** All that is found, and then received as the plan for it says; what was finished before is left out. */
  async function start(
    files: FoundFiles,
    before: ReadonlySet<number>,
    plan: (files: readonly File[]) => Promise<{ readonly queue: readonly QueuedFile[]; readonly begin: Begin }>,
  ): Promise<void> {
    finished = new Set(before)
    skipped.value = 0
    received.value = []
    error.value = undefined
    rest.interrupted.value = undefined
    total.value = 0
    found.value = 0
    state.value = 'running'
    const opening = openChecker()
    const all = await gatherFiles(files, { goesOn, tell: (count) => void (found.value = count) })
    const { queue, begin } = await plan(all)
    await run(queue, await opening, begin)
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

  /** Receives files; they are told by content, whatever their names. False where others are being received. */
  async function receive(files: FoundFiles): Promise<boolean> {
    if (isUnderWay.value) return false
    await start(files, new Set(), async (all) => ({
      queue: all.map((file, index) => ({ file, name: file.name, index })),
      begin: async () => {
        const desk = keep(units.receivingDesk())
        return desk && keep(await desk.receiving.begin(await marksOf(all), clock.now()))
      },
    }))
    return true
  }

  /** Goes on with what was interrupted: of the chosen files those that were done are skipped. */
  async function receiveRest(files: FoundFiles): Promise<void> {
    const before = rest.interrupted.value
    if (!before || isUnderWay.value) return
    await start(files, new Set(before.done), async (all) => {
      const { queue, skipped: known } = await matchToSession(all, before)
      skipped.value = known
      return { queue, begin: async () => keep(units.receivingDesk())?.receiving.resume(before) }
    })
  }

  // A store that is locked receives nothing more.
  watch(
    () => units.status,
    (status) => {
      if (status === 'open') return
      control.cancel()
      received.value = []
      rest.interrupted.value = undefined
      total.value = 0
    },
  )

  return {
    received,
    total,
    found,
    done,
    skipped,
    state,
    isUnderWay,
    error,
    interrupted: rest.interrupted,
    receive,
    receiveRest,
    findInterrupted: () => rest.find(),
    forgetInterrupted: async () => void keep(await rest.forget()),
    pause: control.pause,
    resume: control.resume,
    cancel: control.cancel,
  }
})
