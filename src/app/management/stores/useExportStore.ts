import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { attemptKept } from '#app/platform/storage/attempt-kept.ts'
import type { ListedCase } from '#app/platform/storage/case-storage.ts'
import { useSchemeStore } from '#app/shared/scheme/useSchemeStore.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { ok } from '#core/errors/result.ts'
import { columnsToChoose } from '#core/spreadsheet/choose-columns.ts'
import type { ExportFormat } from '#core/spreadsheet/export-people.ts'
import type { TabledPerson } from '#core/spreadsheet/record-tables.ts'
import { eachRecord } from './each-record.ts'
import { forgetWhenLocked } from './forget-when-locked.ts'
import { asLongWork } from './long-work.ts'
import { useCaseListStore } from './useCaseListStore.ts'
import { useSelectionStore } from './useSelectionStore.ts'
import { useTablesStore } from './useTablesStore.ts'
import { useUnitStore } from './useUnitStore.ts'

/** Who is exported: those picked by hand, those listed, or everybody held. */
export type ExportWho = 'picked' | 'listed' | 'all'

/** An export on its way, until somebody stops it. */
interface ExportJob {
  isStopped: boolean
  close: () => void
}

/** 导出: people as tables, written beside the page, with the columns chosen. */
export const useExportStore = defineStore('export', () => {
  const units = useUnitStore()
  const list = useCaseListStore()
  const selection = useSelectionStore()
  const tables = useTablesStore()
  const { officialScheme, scheme } = useSchemeStore()
  const all = columnsToChoose(officialScheme).flatMap(({ columns }) => columns.map(({ key }) => key))
  /** Sheets and columns as they are shown. */
  const sheets = columnsToChoose(scheme)
  const who = ref<ExportWho>('listed')
  const chosen = shallowRef<ReadonlySet<string>>(new Set(all))
  const isRunning = ref(false)
  const done = ref(0)
  const total = ref(0)
  const error = shallowRef<AppError>()
  const isWhole = computed(() => chosen.value.size === all.length)
  let running: ExportJob | undefined

  function peopleOf(which: ExportWho): readonly ListedCase[] {
    if (which === 'picked') return selection.people
    return which === 'listed' ? list.listed : list.rows
  }
  const people = computed(() => peopleOf(who.value))

  async function* batches(job: ExportJob, rows: readonly ListedCase[]): AsyncGenerator<readonly TabledPerson[], void> {
    const cases = units.cases()
    if (!cases.ok) return
    for await (const batch of eachRecord(cases.value, rows)) {
      if (job.isStopped) return
      yield batch.map(({ row, record }) => ({ record, digest: row.standing }))
      done.value += batch.length
    }
  }

  /** The people chosen as a file; nothing when it was cancelled or failed. */
  const run = asLongWork(async (format: ExportFormat): Promise<Blob | undefined> => {
    const job: ExportJob = { isStopped: false, close: () => undefined }
    running = job
    isRunning.value = true
    error.value = undefined
    done.value = 0
    total.value = people.value.length
    const columns = isWhole.value ? undefined : chosen.value
    const file = await tables.withWorker<Blob | undefined>(async (worker) => {
      job.close = () => worker.close()
      const made = await attemptKept('read', () => worker.exportPeople(batches(job, people.value), format, columns))
      if (job.isStopped) return ok(undefined)
      return made.ok ? made.value : made
    })
    // One that was cancelled ends while the next is already under way.
    if (job.isStopped) return undefined
    isRunning.value = false
    error.value = tables.error
    return file
  })

  function cancel(): void {
    if (running) running.isStopped = true
    running?.close()
    isRunning.value = false
  }

  forgetWhenLocked(() => {
    cancel()
    error.value = undefined
  })

  function put(keys: readonly string[], isChosen: boolean): void {
    const next = new Set(chosen.value)
    for (const key of keys) {
      if (isChosen) next.add(key)
      else next.delete(key)
    }
    chosen.value = next
  }

  return { sheets, who, chosen, isWhole, isRunning, done, total, error, people, peopleOf, run, cancel, put }
})
