import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import * as v from 'valibot'
import type { StreamedFile } from '#app/platform/files/save-stream.ts'
import type { KeptStorage } from '#app/platform/storage/kept-storage.ts'
import type { StoreHead } from '#app/platform/storage/store-backup-lines.ts'
import type { UnitStorage } from '#app/platform/storage/unit-storage.ts'
import type { RestoredStore } from '#app/platform/storage/restore-store.ts'
import { usePlatform } from '#app/shared/platform.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { ok, type Result } from '#core/errors/result.ts'
import { forgetWhenLocked } from './forget-when-locked.ts'
import { asLongWork } from './long-work.ts'
import { useCaseListStore } from './useCaseListStore.ts'
import { useIssuedTasksStore } from './useIssuedTasksStore.ts'
import { useListsStore } from './useListsStore.ts'
import { useOwnCertificateStore } from './useOwnCertificateStore.ts'
import { useRegisterStore } from './useRegisterStore.ts'
import type { FirstUser } from './unit-users.ts'
import { useUnitStore } from './useUnitStore.ts'
import { useUserRemovalsStore } from './useUserRemovalsStore.ts'
import { useViewsStore } from './useViewsStore.ts'

const lastSchema = v.object({
  at: v.number(),
  cases: v.number(),
  appended: v.number(),
  isChecked: v.boolean(),
  /** What its file goes by; earlier versions did not keep it. */
  seal: v.optional(v.string()),
})
/** A backup larger than this many people goes straight to the disk where the browser can. */
const largeStore = 2000

/** What has read by now what a restore puts there; pages that come later read for themselves. */
const storesReadBefore = () => [
  useCaseListStore(),
  useRegisterStore(),
  useListsStore(),
  useViewsStore(),
  useUserRemovalsStore(),
  useIssuedTasksStore(),
  useOwnCertificateStore(),
]

const backupName = (unitName: string, today: string, people: number): string =>
  `${unitName}_整库备份_${today.replaceAll('-', '')}_${people}人.bak`

/** Takes over what stands beside the people: tasks that are not known here, and lists. The first that fails is told. */
async function takeBeside(
  units: Pick<UnitStorage, 'tasks' | 'addTask'>,
  kept: Pick<KeptStorage, 'addMissing'>,
  head: StoreHead,
): Promise<Result<true>> {
  const known = await units.tasks()
  if (!known.ok) return known
  // What stands here in another shape is not written over.
  const here = new Set([...known.value.fitting.map(({ id }) => id), ...known.value.unread])
  for (const task of head.tasks.filter(({ id }) => !here.has(id))) {
    const added = await units.addTask(task)
    if (!added.ok) return added
  }
  for (const { kind, id, value } of head.kept) {
    const added = await kept.addMissing(kind, id, value)
    if (!added.ok) return added
  }
  return ok(true)
}

/** 备份 and 恢复 of everything the unit holds on this device. */
export const useStoreBackupStore = defineStore('store-backup', () => {
  const { unitDesk, clock } = usePlatform()
  const units = useUnitStore()
  const list = useCaseListStore()
  const readBefore = storesReadBefore()
  const last = shallowRef<v.InferOutput<typeof lastSchema>>()
  const appended = ref(0)
  const progress = shallowRef<{ readonly done: number; readonly of: number }>()
  const error = shallowRef<AppError>()
  const restored = shallowRef<RestoredStore>()
  /** Whether it stopped when part of it may have been there already. */
  const isHalfRestored = ref(false)
  /** Tasks that cannot be read here, and are not in the backup that was made just now. */
  const tasksLeftOut = ref(0)
  const isVerified = ref(false)
  /** Whether the file that was verified is known to be another than the last one that was written here. */
  const isOther = ref(false)
  /** Steps done here that no backup holds. */
  const unsaved = computed(() => appended.value - (last.value?.appended ?? 0))

  function keep<T>(result: Result<T>): T | undefined {
    error.value = result.ok ? undefined : result.error
    return result.ok ? result.value : undefined
  }
  /** What was found or became of a file is said of no other, nor beside what is done next. */
  function forgetFile(): void {
    error.value = undefined
    restored.value = undefined
    isHalfRestored.value = false
    isVerified.value = false
    isOther.value = false
  }

  // It names people who differ.
  forgetWhenLocked(forgetFile)

  const onProgress = (done: number, of: number): void => {
    if (done % 50 === 0 || done === of) progress.value = { done, of }
  }

  /** Work whose progress is shown as long as it goes on, however it ends. */
  const asShownWork = <Wishes extends unknown[]>(work: (...wishes: Wishes) => Promise<void>) =>
    asLongWork(async (...wishes: Wishes): Promise<void> => {
      try {
        await work(...wishes)
      } finally {
        progress.value = undefined
      }
    })

  async function load(): Promise<void> {
    const kept = keep(units.kept())
    const found = kept && keep(await kept.list('storeBackup', lastSchema))
    last.value = found?.at(-1)
    const cases = units.cases()
    appended.value = cases.ok ? cases.value.appended() : 0
  }

  async function note(made: v.InferOutput<typeof lastSchema>): Promise<void> {
    const kept = units.kept()
    const written = kept.ok ? await kept.value.put('storeBackup', 'last', made) : kept
    keep(written)
    // Reading what is kept would take the error away.
    if (written.ok) await load()
  }

  /** What the file goes by that was written. */
  async function write(passphrase: string, to: Pick<StreamedFile, 'fileName' | 'place'>): Promise<string | undefined> {
    const [cases, kept, unit] = [keep(units.cases()), keep(units.kept()), units.stored]
    if (!cases || !kept || !unit) return undefined
    const desk = await unitDesk()
    const tasks = keep(await units.tasks())
    const others = keep(await kept.all())
    if (!tasks || !others) return undefined
    const stops: AppError[] = []
    const onStopped = (why: AppError): void => void stops.push(why)
    // What is half typed names its person as this device does, and is this device's.
    const toKeep = others.filter(({ kind }) => kind !== 'storeBackup' && kind !== 'unfinished')
    const sealed = keep(
      await desk.backUpStore({ unit, cases, tasks: tasks.fitting, kept: toKeep, onProgress, onStopped }, passphrase),
    )
    if (!sealed) return undefined
    const { stream, seal } = sealed
    const saved = await desk.saveStream({ ...to, type: 'application/octet-stream', stream })
    const [stopped] = stops
    if (keep(stopped ? { ok: false, error: stopped } : saved) !== true) return undefined
    tasksLeftOut.value = tasks.unread.length
    return seal
  }

  const backUp = asShownWork(async (passphrase: string): Promise<void> => {
    forgetFile()
    tasksLeftOut.value = 0
    const fileName = backupName(units.stored?.unit.name ?? '', clock.today(), list.size)
    const desk = await unitDesk()
    // On the click: what comes before the first byte may take long.
    const place = await desk.choosePlace({ fileName, isLarge: list.size > largeStore })
    if (!place) return
    await load()
    progress.value = { done: 0, of: list.size }
    const seal = await write(passphrase, { fileName, place })
    const made = { at: clock.now(), cases: list.size, appended: appended.value, isChecked: false, seal }
    if (seal !== undefined) await note(made)
  })

  /** Reads a backup to its end and writes nothing. */
  async function verify(file: File, passphrase: string): Promise<StoreHead | undefined> {
    forgetFile()
    const { verifyStoreBackup } = await unitDesk()
    const head = keep(await verifyStoreBackup(file, passphrase, units.unit))
    isVerified.value = head !== undefined
    return head
  }

  const check = asLongWork(async (file: File, passphrase: string): Promise<void> => {
    if (!(await verify(file, passphrase))) return
    const seal = keep(await (await unitDesk()).sealOf(file))
    if (seal === undefined) return
    await load()
    const { value: made } = last
    if (made?.seal === undefined) return
    // Whatever else is whole says nothing of the last backup.
    isOther.value = made.seal !== seal
    if (!isOther.value) await note({ ...made, isChecked: true })
  })

  /** Takes over people, tasks and what is kept beside them from a file that was verified. */
  async function takeOver(file: File, passphrase: string, head: StoreHead): Promise<void> {
    const [cases, kept] = [keep(units.cases()), keep(units.kept())]
    if (!cases || !kept) return
    const desk = await unitDesk()
    const before = cases.appended()
    const done = keep(await desk.restoreStore(cases, file, { passphrase, onProgress }))
    const isBeside = done && keep(await takeBeside(desk.units, kept, head))
    // What came before it stopped is there, too.
    for (const store of readBefore) await store.load()
    isHalfRestored.value = !isBeside && (done !== undefined || cases.appended() !== before)
    if (!isBeside) return
    restored.value = done
    await load()
  }

  const restore = asShownWork(async (file: File, passphrase: string): Promise<void> => {
    const head = await verify(file, passphrase)
    // What was wrong stays told: the next thing that goes well would take it away.
    if (head) await takeOver(file, passphrase, head)
  })

  /** Another device, or after a loss: the unit from the key file inside, then everything else. */
  const restoreUnit = asShownWork(
    async (file: File, passphrase: string, officer: string, first: FirstUser): Promise<void> => {
      const head = await verify(file, passphrase)
      if (!head || !(await units.restore(head.keyFile, officer, first))) return
      await takeOver(file, passphrase, head)
    },
  )

  return {
    last,
    unsaved,
    progress,
    error,
    restored,
    isHalfRestored,
    tasksLeftOut,
    isVerified,
    isOther,
    load,
    forgetFile,
    backUp,
    check,
    restore,
    restoreUnit,
  }
})
