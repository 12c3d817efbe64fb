import { defineStore } from 'pinia'
import { shallowRef, watch } from 'vue'
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
import { makeReceivedFiles } from './received-files.ts'
import { makeReceivingTurn } from './receiving-turn.ts'
import { makeRunControl } from './run-control.ts'
import { openingKeysOf } from './sync/unit-keys-of.ts'
import { useCaseListStore } from './useCaseListStore.ts'
import { useRegisterStore } from './useRegisterStore.ts'
import { useUnitStore } from './useUnitStore.ts'

type Begin = () => Promise<ReceivingSession | undefined>

/** What is received, in its order, and how it is remembered. */
interface Planned {
  readonly queue: readonly QueuedFile[]
  readonly begin: Begin
  /** Nobody can choose these files again, so the rest of them is not left for later. */
  readonly isOnce?: boolean
}

/** What became of the files of a run, as far as it came. */
export interface ReceivingEnd {
  readonly results: readonly ReceivedFile[]
  readonly error: AppError | undefined
}

/** 接收报送: files are checked in workers and written in batches, each file wholly or not at all. */
export const useReceiveStore = defineStore('receive', () => {
  const { unitDesk, scheme: source, clock } = usePlatform()
  const { scheme } = useSchemeStore()
  const units = useUnitStore()
  const list = useCaseListStore()
  const registered = useRegisterStore()
  const packKnowledge = usePackKnowledge()
  const { received, total, found, skipped, done, ...runFiles } = makeReceivedFiles()
  const control = makeRunControl()
  const { state, goesOn } = control
  const { isHeld: isUnderWay, isTableFirst, hold } = makeReceivingTurn(() => control.isUnderWay.value)
  const error = shallowRef<AppError>()
  const rest = makeInterruptedReceiving(() => units.receivingDesk())
  let session: ReceivingSession | undefined
  let finished = new Set<number>()

  function keep<T>(result: Result<T>): T | undefined {
    if (!result.ok) error.value = result.error
    return result.ok ? result.value : undefined
  }

  function failWith(failure: AppError): void {
    error.value = failure
    state.value = 'failed'
  }

  /** What a run writes into, and whom it tells. */
  function runDesk(cases: CaseStorage, checker: FileChecker, beginning: ReturnType<Begin>): RunDesk {
    const { unit, user: by } = units
    const [ownName, people] = [unit?.name ?? '', list.people()]
    const isLowerUnit = (name: string): boolean => registered.opened.find(name).kind === 'official'
    return {
      cases,
      checker,
      knowledge: () => packKnowledge(cases),
      now: () => clock.now(),
      plan: () => makeReceivePlan({ cases, people, reviewer: { by, at: clock.now() }, ownName, isLowerUnit }),
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
      tell: runFiles.tell,
      failWith,
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
    plan: (files: readonly File[]) => Promise<Planned>,
  ): Promise<ReceivingEnd> {
    finished = new Set(before)
    const results = runFiles.begin()
    error.value = undefined
    rest.interrupted.value = undefined
    state.value = 'running'
    const opening = openChecker()
    const all = await gatherFiles(files, { goesOn, tell: (count) => void (found.value = count) })
    const { queue, begin, isOnce = false } = await plan(all)
    // Whoever stopped the looking has found nothing either, and knows why.
    const isEmpty = all.length === 0 && !isOnce && (await goesOn())
    if (isEmpty) failWith({ code: 'RECEIVE_EMPTY', params: { from: 'folder' } })
    await run(queue, await opening, begin)
    await end(isOnce)
    return { results, error: error.value }
  }

  /** What is not done is left for later; what nobody waits for is forgotten. */
  async function end(isOnce: boolean): Promise<void> {
    const isWhole = state.value === 'running' && !error.value
    if (state.value === 'running' || error.value) state.value = error.value ? 'failed' : 'idle'
    if (isWhole || isOnce) await session?.finish()
    else session?.leave()
    session = undefined
    await rest.find()
  }

  const takeIn = (files: FoundFiles, isOnce: boolean): Promise<ReceivingEnd> =>
    start(files, new Set(), async (all) => ({
      queue: all.map((file, index) => ({ file, name: file.name, index })),
      begin: async () => {
        const desk = keep(units.receivingDesk())
        const marks = isOnce ? [] : await marksOf(all)
        return desk && keep(await desk.receiving.begin(marks, clock.now()))
      },
      isOnce,
    }))

  /** Receives files; they are told by content, whatever their names. Refused where others are being received. */
  const receive = (files: FoundFiles): Promise<Result<ReceivingEnd>> => hold('files', () => takeIn(files, false))

  /** Does what ends in receiving files of its own, and holds the turn for it from its beginning. */
  const receiveTable = <T>(
    work: (take: (files: FoundFiles) => Promise<ReceivingEnd>) => Promise<T>,
  ): Promise<Result<T>> => hold('table', () => work((files) => takeIn(files, true)))

  /** Goes on with what was interrupted: of the chosen files those that were done are skipped. */
  async function receiveRest(files: FoundFiles): Promise<void> {
    const before = rest.interrupted.value
    if (!before) return
    await hold('files', () =>
      start(files, new Set(before.done), async (all) => {
        const { queue, skipped: known } = await matchToSession(all, before)
        skipped.value = known
        return { queue, begin: async () => keep(units.receivingDesk())?.receiving.resume(before) }
      }),
    )
  }

  // A store that is locked receives nothing more.
  watch(
    () => units.status,
    (status) => {
      if (status === 'open') return
      control.cancel()
      runFiles.clear()
      rest.interrupted.value = undefined
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
    isTableFirst,
    error,
    interrupted: rest.interrupted,
    receive,
    receiveTable,
    receiveRest,
    findInterrupted: () => rest.find(),
    forgetInterrupted: async () => void keep(await rest.forget()),
    pause: control.pause,
    resume: control.resume,
    cancel: control.cancel,
  }
})
