import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import type { Spreadsheets } from '#app/platform/spreadsheet/open-spreadsheets.ts'
import { usePlatform } from '#app/shared/platform.ts'
import { useSchemeStore } from '#app/shared/scheme/useSchemeStore.ts'
import { harmlessFileName } from '#core/characters/file-name.ts'
import type { TableData } from '#core/codes/table-data.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import type { PersonRecord } from '#core/record/record.ts'
import type { CellProblem } from '#core/spreadsheet/import-people.ts'
import { signSubmission } from '#core/submission/sign-submission.ts'
import { rosterPaperWords } from '../words/roster.zh-CN.ts'
import { asLongWork } from './long-work.ts'
import { useReceiveStore } from './useReceiveStore.ts'
import { useUnitStore } from './useUnitStore.ts'

/** A table of people before it is taken in. */
export interface ImportPreview {
  /** Those without a problem, cleaned as typing would have been. */
  readonly people: readonly PersonRecord[]
  readonly problems: readonly CellProblem[]
  readonly unused: readonly string[]
  readonly errors: number
  readonly warnings: number
}

/** 导入导出: tables of people, written and read beside the page. */
export const useTablesStore = defineStore('tables', () => {
  const { scheme: source, unitDesk, clock } = usePlatform()
  const scheme = useSchemeStore()
  const units = useUnitStore()
  const receiving = useReceiveStore()
  const state = ref<'idle' | 'reading' | 'importing'>('idle')
  const error = shallowRef<AppError>()
  const preview = shallowRef<ImportPreview>()

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
    state.value = 'reading'
    preview.value = undefined
    const found = await withWorker((sheets) => sheets.people(file))
    const engine = scheme.engine
    if (!found || !engine) return
    const sound = found.people.filter(({ problems }) => problems.length === 0)
    const cleaned = sound.map(({ record }) => engine.clean(record).record)
    const issues = cleaned.flatMap((record) => engine.check(record, { today: clock.today() }))
    preview.value = {
      people: cleaned,
      problems: [...found.problems, ...found.people.flatMap(({ problems }) => problems)],
      unused: found.unused,
      errors: issues.filter(({ severity }) => severity === 'error').length,
      warnings: issues.filter(({ severity }) => severity === 'warning').length,
    }
  }

  /** A person as a file signed by the unit: revision 0, so that whatever the person hands in is newer. */
  async function fileOf(record: PersonRecord): Promise<Result<File>> {
    const key = units.stored?.keys.signing
    const manifest = await source.loadManifest()
    if (!key) return fail('UNIT_MISSING', {})
    if (!manifest.ok) return manifest
    const { id, version, digest } = manifest.value
    const createdAt = new Date(clock.now()).toISOString()
    const content = {
      record: JSON.parse(JSON.stringify(record)),
      revision: 0,
      scheme: { id, version, digest },
      createdAt,
      warnings: [],
    }
    const { text } = await signSubmission(content, key)
    return ok(new File([text], harmlessFileName(rosterPaperWords.enteredFile(record.basic['name'] ?? ''))))
  }

  /** Takes the people of the preview in, each wholly or not at all, by the way all files come. */
  async function take(): Promise<number> {
    const records = preview.value?.people ?? []
    state.value = 'importing'
    error.value = undefined
    const files: File[] = []
    for (const record of records) {
      const file = await fileOf(record)
      if (file.ok) files.push(file.value)
      else error.value = file.error
    }
    if (!error.value) await receiving.receive([files])
    error.value = error.value ?? receiving.error
    state.value = 'idle'
    preview.value = undefined
    return error.value ? 0 : files.length
  }

  function cancel(): void {
    preview.value = undefined
  }

  return { state, error, preview, template, read, take: asLongWork(take), cancel, withWorker }
})
