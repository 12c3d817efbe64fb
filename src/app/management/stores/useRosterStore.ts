import { defineStore } from 'pinia'
import { encode } from 'uqr'
import { computed, ref, shallowRef } from 'vue'
import { attemptKept } from '#app/platform/storage/attempt-kept.ts'
import type { ListedCase } from '#app/platform/storage/case-storage.ts'
import { answersInOrder } from '#app/shared/answers-in-order.ts'
import { usePlatform } from '#app/shared/platform.ts'
import { useSchemeStore } from '#app/shared/scheme/useSchemeStore.ts'
import type { AppError } from '#core/errors/error-code.ts'
import type { Result } from '#core/errors/result.ts'
import { mostRosterColumns, type RosterPerson } from '#core/print/roster-document.ts'
import { a3Landscape, a4Landscape } from '#core/print/paper.ts'
import { comparePeople, firstPeople, isOrderKnown, personOrders, type PersonOrder } from '#core/review/person-order.ts'
import { rosterCodeText } from '#core/review/roster-code.ts'
import type { RosterLayout } from '#core/review/roster-print.ts'
import type { RosterColumn } from '#core/review/roster.ts'
import { formatDigest } from '#core/submission/digest.ts'
import { rosterPaperWords } from '../words/roster.zh-CN.ts'
import { useCodeTables } from './code-tables.ts'
import { forgetWhenLocked } from './forget-when-locked.ts'
import { asLongWork } from './long-work.ts'
import { pacedRosterDigest } from './paced-digest.ts'
import { chosenColumns } from './roster-columns.ts'
import { rosterPeople, type RosterReading } from './roster-people.ts'
import { stillOpen } from './still-open.ts'
import { useCaseListStore } from './useCaseListStore.ts'
import { usePaperStore } from './usePaperStore.ts'
import { useRosterPrintsStore } from './useRosterPrintsStore.ts'
import { useUnitStore } from './useUnitStore.ts'

const previewed = 20
const sheets = { a4: a4Landscape, a3: a3Landscape } as const

/** 名册表: its columns and look, the people on it, and the digest that binds paper to data. */
export const useRosterStore = defineStore('roster', () => {
  const { clock } = usePlatform()
  const units = useUnitStore()
  const list = useCaseListStore()
  const paperStore = usePaperStore()
  const printed = useRosterPrintsStore()
  const schemeStore = useSchemeStore()
  const codeTables = useCodeTables()
  const { officialScheme: scheme } = schemeStore
  const { columns, dropped, offered, titleOf, choose, add, remove, move } = chosenColumns(scheme)
  const order = ref<PersonOrder>('pinyin')
  const paper = ref<RosterLayout['paper']>('a4')
  /** How many columns the sheet has room for, where more are chosen. */
  const mostColumns = computed(() => {
    const most = mostRosterColumns(sheets[paper.value])
    return columns.value.length > most ? most : undefined
  })
  const digest = shallowRef('')
  const sample = shallowRef<readonly (readonly string[])[]>([])
  const read = ref(0)
  const isReading = ref(false)
  const askInOrder = answersInOrder()
  const [printError, sampleError] = [shallowRef<AppError>(), shallowRef<AppError>()]
  /** Why nothing was printed stands until the next printing, whatever is sampled meanwhile. */
  const error = computed(() => printError.value ?? sampleError.value)
  const orders = personOrders.filter(isOrderKnown)
  const counted = computed(() => list.rows.filter(({ state }) => state !== 'setAside'))
  const people = computed(() => counted.value.filter(({ state }) => state === 'passed' || state === 'reported'))
  /** M11: who is not on the roster yet. */
  const open = computed(() => counted.value.length - people.value.length)
  const submissions = computed(() => people.value.map(({ standing }) => standing))
  /** Everybody a paper of now may show. */
  const held = computed(() => counted.value.map(({ standing }) => standing))

  async function readPeople(
    rows: readonly ListedCase[],
    of: readonly RosterColumn[],
    reading: RosterReading = {},
  ): Promise<Result<readonly RosterPerson[]>> {
    const tables = await codeTables.bring()
    if (!tables.ok) return tables
    const cases = units.cases()
    const speech = { scheme, tables: schemeStore.lookup, ...reading }
    return cases.ok ? attemptKept('read', () => rosterPeople(cases.value, rows, of, speech)) : cases
  }

  async function load(): Promise<void> {
    const isLatest = askInOrder()
    const compare = comparePeople(order.value)
    const asOrdered = ({ name, idNumber, employer }: ListedCase) => ({ name, idNumber, unit: employer })
    const first = firstPeople(people.value, previewed, (a, b) => compare(asOrdered(a), asOrdered(b)))
    const rows = await readPeople(first, columns.value)
    const bound = submissions.value.length > 0 ? await pacedRosterDigest(submissions.value) : ''
    if (!isLatest()) return
    sampleError.value = rows.ok ? undefined : rows.error
    sample.value = [...(rows.ok ? rows.value : [])].sort(compare).map(({ values }) => values)
    digest.value = bound
  }

  function look(layout: Pick<RosterLayout, 'columns' | 'order' | 'paper'>): void {
    choose(layout.columns)
    order.value = isOrderKnown(layout.order) ? layout.order : 'pinyin'
    paper.value = layout.paper
  }

  const standingLook = () => ({ columns: [...columns.value], order: order.value, paper: paper.value })

  /** Puts the roster on paper; that it was printed is remembered, so that what is reported can be held against it. */
  async function print(): Promise<void> {
    const { unit } = units
    if (!unit || people.value.length === 0 || mostColumns.value !== undefined) return
    isReading.value = true
    read.value = 0
    printError.value = undefined
    // What is printed and what is remembered as printed are the same people in the same columns, whatever happens meanwhile.
    const [standing, asked, isStillOpen] = [people.value, standingLook(), stillOpen(units)]
    const rows = await readPeople(standing, asked.columns, {
      isWanted: isStillOpen,
      onProgress: (done) => void (read.value = done),
    })
    const boundTo = await pacedRosterDigest(standing.map((row) => row.standing))
    if (!isStillOpen()) return
    isReading.value = false
    // What cannot be read is no shorter roster: its code stands for everybody.
    if (!rows.ok) {
      printError.value = rows.error
      return
    }
    const count = rows.value.length
    const { title, fileName } = rosterPaperWords
    const marks = {
      note: `${unit.name} · ${title}`,
      digest: formatDigest(boundTo),
      qr: encode(rosterCodeText({ digest: boundTo, count }), { border: 2 }).data,
    }
    const roster = {
      title,
      unit,
      printedOn: clock.today(),
      columns: asked.columns.map(titleOf),
      people: rows.value,
      order: asked.order,
      paper: sheets[asked.paper],
      marks,
    }
    const remembered = { id: crypto.randomUUID(), digest: boundTo, count, at: clock.now(), by: units.user }
    await paperStore.print(
      { kind: 'roster', title, roster },
      fileName(unit.name, clock.today().replaceAll('-', ''), count),
      () => void printed.remember({ ...remembered, ...asked }),
    )
  }

  forgetWhenLocked(() => {
    // A sample that is still being read comes too late.
    askInOrder()()
    sample.value = []
    printError.value = undefined
    sampleError.value = undefined
    isReading.value = false
    read.value = 0
  })
  return {
    columns,
    dropped,
    order,
    orders,
    paper,
    mostColumns,
    digest,
    sample,
    read,
    isReading,
    error,
    people,
    open,
    submissions,
    held,
    offered,
    load,
    add,
    remove,
    move,
    look,
    standingLook,
    print: asLongWork(print),
  }
})
