import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { Spreadsheets } from '#app/platform/spreadsheet/open-spreadsheets.ts'
import { answersInOrder } from '#app/shared/answers-in-order.ts'
import { usePlatform } from '#app/shared/platform.ts'
import { useSchemeStore } from '#app/shared/scheme/useSchemeStore.ts'
import type { TableData } from '#core/codes/table-data.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import type { PersonRecord } from '#core/record/record.ts'
import { newFromTable } from '#core/review/table-again.ts'
import type { CellProblem, ImportedPeople } from '#core/spreadsheet/import-people.ts'
import { enteredFile } from './entered-file.ts'
import { forgetWhenLocked } from './forget-when-locked.ts'
import { asLongWork } from './long-work.ts'
import { useSchemeInUse } from './scheme-in-use.ts'
import { signersOf } from './sync/unit-keys-of.ts'
import { type PlannedTable, planTable, type TableDesk } from './table-again.ts'
import { useCaseListStore } from './useCaseListStore.ts'
import { type ReceivingEnd, useReceiveStore } from './useReceiveStore.ts'
import { useUnitStore } from './useUnitStore.ts'

/** A table of people before it is taken in. */
export interface ImportPreview {
  /** Those without a problem, cleaned as typing would have been; `''` stands where a value is to go. */
  readonly people: readonly PersonRecord[]
  readonly problems: readonly CellProblem[]
  /** Rows that name nobody: whoever they are of comes without them. */
  readonly strays: readonly CellProblem[]
  readonly unused: readonly string[]
  readonly untitled: ImportedPeople['untitled']
  readonly hidden: readonly string[]
  readonly errors: number
  readonly warnings: number
}

/** What became of the people of a table. */
export interface TableOutcome extends Pick<PlannedTable, 'same' | 'told'> {
  readonly fresh: number
  readonly corrected: number
}

/** What became of a table, and why not of all of it. */
interface TakenTable {
  readonly outcome: TableOutcome
  readonly error: AppError | undefined
}

type Receive = (files: readonly (readonly File[])[]) => Promise<ReceivingEnd>

/** How many were received; the first that was not says why. */
async function receiveAll(files: readonly File[], receive: Receive) {
  if (files.length === 0) return { came: 0, error: undefined }
  const { results, error } = await receive([files])
  const came = results.filter(({ error: why }) => !why).length
  const refused = error ?? results.find(({ error: why }) => why)?.error
  const stopped = fail('TABLE_IMPORT_STOPPED', { came, all: files.length }).error
  return { came, error: refused ?? (came < files.length ? stopped : undefined) }
}

/** 导入导出: tables of people, written and read beside the page. */
export const useTablesStore = defineStore('tables', () => {
  const { scheme: source, unitDesk, clock } = usePlatform()
  const scheme = useSchemeStore()
  const units = useUnitStore()
  const receiving = useReceiveStore()
  const list = useCaseListStore()
  const inUse = useSchemeInUse()
  const state = ref<'idle' | 'reading' | 'importing'>('idle')
  const error = shallowRef<AppError>()
  const preview = shallowRef<ImportPreview>()
  const outcome = shallowRef<TableOutcome>()
  /** Whether somebody agreed to leave out the rows that name nobody. */
  const isLeavingStrays = ref(false)
  const askInOrder = answersInOrder()
  const mayTake = computed(() => isLeavingStrays.value || (preview.value?.strays ?? []).length === 0)

  async function start(): Promise<Result<Spreadsheets>> {
    const tables: (readonly [string, TableData])[] = []
    for (const id of source.tableIds) {
      const table = await source.loadTable(id)
      if (!table.ok) return table
      tables.push([id, table.value])
    }
    return ok((await unitDesk()).openSpreadsheets({ scheme: scheme.officialScheme, tables }))
  }

  /** Runs something with a worker of its own; what goes wrong is kept to be shown. */
  async function withWorker<T>(run: (sheets: Spreadsheets) => Promise<Result<T>>): Promise<T | undefined> {
    error.value = undefined
    const sheets = await start()
    const result = sheets.ok ? await run(sheets.value) : sheets
    if (sheets.ok) sheets.value.close()
    state.value = 'idle'
    if (result.ok) return result.value
    error.value = result.error
    return undefined
  }

  const template = (): Promise<Blob | undefined> => withWorker((sheets) => sheets.template())

  /** Reads a table and shows what it would bring; nothing is taken in yet. */
  async function read(file: File): Promise<void> {
    const isLatest = askInOrder()
    state.value = 'reading'
    preview.value = undefined
    outcome.value = undefined
    isLeavingStrays.value = false
    const found = await withWorker((sheets) => sheets.people(file))
    const engine = scheme.engine
    if (!found || !engine || !isLatest()) return
    const sound = found.people.filter(({ problems }) => problems.length === 0)
    const cleaned = sound.map(({ record }) => engine.clean(record).record)
    const issues = cleaned.flatMap((record) => engine.check(newFromTable(record), { today: clock.today() }))
    // What keeps several people back is told once.
    const all = [...new Set([...found.problems, ...found.people.flatMap(({ problems }) => problems)])]
    preview.value = {
      people: cleaned,
      problems: all.filter(({ reason }) => reason !== 'stray'),
      strays: all.filter(({ reason }) => reason === 'stray'),
      unused: found.unused,
      untitled: found.untitled,
      hidden: found.hidden,
      errors: issues.filter(({ severity }) => severity === 'error').length,
      warnings: issues.filter(({ severity }) => severity === 'warning').length,
    }
  }

  /** What a table is held against, or why it cannot be. */
  async function openTableDesk(): Promise<Result<TableDesk>> {
    const [cases, unit] = [units.cases(), units.stored]
    if (!cases.ok) return cases
    if (!unit) return fail('UNIT_MISSING', {})
    if (!list.isLoaded) await list.load()
    // Who cannot be looked up would come twice.
    if (list.error) return { ok: false, error: list.error }
    return ok({
      cases: cases.value,
      people: list.people(),
      reviewer: { by: units.user, at: clock.now() },
      key: unit.keys.signing,
      named: inUse.named,
      ownKeys: await signersOf(unit),
      lineAfter: inUse.lineAfter,
    })
  }

  /** Everybody of the table: who is new comes by the way all files come, who is here is corrected or told of. */
  async function takeTable(records: readonly PersonRecord[], receive: Receive): Promise<Result<TakenTable>> {
    const manifest = await source.loadManifest()
    const desk = await openTableDesk()
    if (!manifest.ok) return manifest
    if (!desk.ok) return desk
    const planned = await planTable(records, desk.value)
    if (!planned.ok) return planned
    const { fresh, changes, same, told } = planned.value
    const written = changes.length > 0 ? await list.append(changes) : undefined
    if (written?.ok === false) return written
    const { key } = desk.value
    const about = { scheme: manifest.value, createdAt: new Date(clock.now()).toISOString(), key }
    const files: File[] = []
    for (const record of fresh) files.push(await enteredFile(inUse.named(record), about))
    const { came, error: why } = await receiveAll(files, receive)
    return ok({ outcome: { fresh: came, corrected: changes.length, same, told }, error: why })
  }

  /** Takes the people of the preview in, each wholly or not at all; `outcome` says what became of them, also in part. */
  async function take(): Promise<void> {
    if (!mayTake.value) return
    const isLatest = askInOrder()
    state.value = 'importing'
    error.value = undefined
    const people = preview.value?.people ?? []
    // Nobody else receives meanwhile: what is refused for that is refused before anything was written.
    const turn = await receiving.receiveTable((receive) => takeTable(people, receive))
    const taken = turn.ok ? turn.value : turn
    state.value = 'idle'
    if (!isLatest()) return
    outcome.value = taken.ok ? taken.value.outcome : undefined
    error.value = taken.ok ? taken.value.error : taken.error
    // What did not wholly come can be taken again: who came is known.
    if (!error.value) preview.value = undefined
  }

  function cancel(): void {
    preview.value = undefined
  }

  forgetWhenLocked(() => {
    // What is still being read or taken comes too late.
    askInOrder()()
    preview.value = undefined
    outcome.value = undefined
    error.value = undefined
  })

  return {
    state,
    error,
    preview,
    outcome,
    isLeavingStrays,
    mayTake,
    template,
    read,
    take: asLongWork(take),
    cancel,
    withWorker,
  }
})
