import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { AppError } from '#core/errors/error-code.ts'
import { fail } from '#core/errors/result.ts'
import type { ExpectedPart } from '#core/review/expected-columns.ts'
import { compareExpected, type ExpectedPerson, expectedSchema, readExpected } from '#core/review/expected-people.ts'
import type { ListColumn, ListSheets } from '#core/spreadsheet/list-sheets.ts'
import type { Table } from '#core/spreadsheet/spreadsheet.ts'
import { makeXlsx } from '#core/spreadsheet/write-xlsx.ts'
import type { RegisterPart } from '#core/unit/register-columns.ts'
import { readRegister, type RegisteredUnit } from '#core/unit/register.ts'
import { useCaseListStore } from './useCaseListStore.ts'
import { useRegisterStore } from './useRegisterStore.ts'
import { useTablesStore } from './useTablesStore.ts'
import { useUnitStore } from './useUnitStore.ts'

/** A cell that keeps a list from being taken over. */
export interface WrongCell {
  readonly sheet: string
  readonly cell: string
  readonly value: string
  readonly reason:
    | ReturnType<typeof readRegister>['problems'][number]['reason']
    | ReturnType<typeof readExpected>['problems'][number]['reason']
}

interface Waiting<Line, Part extends string> {
  readonly lines: readonly Line[]
  readonly problems: readonly WrongCell[]
  readonly columns: readonly ListColumn<Part>[]
  readonly sheets: ListSheets
}

/** A list that was read and not kept yet. */
export type WaitingList =
  | (Waiting<RegisteredUnit, RegisterPart> & { readonly kind: 'register' })
  | (Waiting<ExpectedPerson, ExpectedPart> & { readonly kind: 'expected' })

// The list is kept whole, under one name.
const onlyOne = 'all'

/** 名录: lists that are read from tables, the register of units and the people expected, and who is missing. */
export const useListsStore = defineStore('lists', () => {
  const units = useUnitStore()
  const cases = useCaseListStore()
  const tables = useTablesStore()
  const registered = useRegisterStore()
  const expected = shallowRef<readonly ExpectedPerson[]>([])
  const waiting = shallowRef<WaitingList>()
  const error = shallowRef<AppError>()
  /** Why it is not known who is expected: nobody is named as missing, and nobody as unexpected. */
  const expectedError = shallowRef<AppError>()
  const isBusy = ref(false)
  const compared = computed(() => compareExpected(expected.value, cases.rows, registered.official.find))

  async function load(): Promise<void> {
    const kept = units.kept()
    if (!kept.ok) return
    const listed = await kept.value.list('expected', expectedSchema)
    const isUnread = listed.ok && units.unread.has('expected')
    const people = isUnread ? fail('EXPECTED_UNREADABLE', {}) : listed
    expectedError.value = people.ok ? undefined : people.error
    expected.value = people.ok ? (people.value[0] ?? []) : []
  }

  async function tablesOf(file: File): Promise<readonly Table[] | undefined> {
    isBusy.value = true
    error.value = undefined
    waiting.value = undefined
    const read = await tables.withWorker((sheets) => sheets.tables(file))
    error.value = tables.error
    isBusy.value = false
    return read
  }

  async function readUnits(file: File): Promise<void> {
    const read = await tablesOf(file)
    if (!read) return
    const { units: lines, ...rest } = readRegister(read)
    waiting.value = { kind: 'register', lines, ...rest }
  }

  async function readPeople(file: File): Promise<void> {
    const read = await tablesOf(file)
    if (!read) return
    const { people: lines, ...rest } = readExpected(read)
    waiting.value = { kind: 'expected', lines, ...rest }
  }

  /** Keeps what was read in place of what was there; a list with problems is never kept, nor one of nothing. */
  async function keep(): Promise<number> {
    const list = waiting.value
    if (!list || list.problems.length > 0 || list.lines.length === 0) return 0
    const isKept = list.kind === 'register' ? await registered.put(list.lines) : await putExpected(list.lines)
    if (list.kind === 'register') error.value = registered.error
    if (!isKept) return 0
    waiting.value = undefined
    return list.lines.length
  }

  async function putExpected(lines: readonly ExpectedPerson[]): Promise<boolean> {
    const kept = units.kept()
    const written = kept.ok ? await kept.value.put('expected', onlyOne, lines) : kept
    error.value = written.ok ? undefined : written.error
    // Read anew: what could not be read has given way to it, and the note on the page goes.
    if (written.ok) await load()
    return written.ok
  }

  function drop(): void {
    waiting.value = undefined
  }

  /** Who is missing, as a workbook to pass on. */
  async function missingFile(titles: readonly [string, string, string, string], enteredNote: string): Promise<Blob> {
    const xlsx = makeXlsx([{ name: titles[0], columns: titles.map((title) => ({ title, width: 22 })) }])
    const { missing, entered } = compared.value
    for (const person of missing) {
      const { name, idNumber = '', unit = '' } = person
      await xlsx.addRow(0, [name, idNumber, unit, entered.has(person) ? enteredNote : ''])
    }
    const pieces: Uint8Array<ArrayBuffer>[] = []
    for await (const piece of xlsx.finish()) pieces.push(piece)
    return new Blob(pieces)
  }

  watch(
    () => units.status,
    (status) => {
      if (status === 'open') return void load()
      expected.value = []
      expectedError.value = undefined
      waiting.value = undefined
    },
    { immediate: true },
  )
  return {
    expected,
    waiting,
    error,
    expectedError,
    isBusy,
    compared,
    load,
    readUnits,
    readPeople,
    keep,
    drop,
    missingFile,
  }
})
