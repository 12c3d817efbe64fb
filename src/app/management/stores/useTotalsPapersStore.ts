import { defineStore } from 'pinia'
import { encode } from 'uqr'
import { ref, shallowRef } from 'vue'
import { saveBlob } from '#app/platform/files/file-door.ts'
import { usePlatform } from '#app/shared/platform.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { fail } from '#core/errors/result.ts'
import { rosterCodeText } from '#core/review/roster-code.ts'
import { type TotalsQuery, type TotalsSpeech, totalsTable } from '#core/review/totals.ts'
import { totalsWorkbook } from '#core/spreadsheet/totals-workbook.ts'
import { formatDigest } from '#core/submission/digest.ts'
import { totalsPaperWords as words } from '../words/totals.zh-CN.ts'
import { useCodeTables } from './code-tables.ts'
import { forgetWhenLocked } from './forget-when-locked.ts'
import { asLongWork } from './long-work.ts'
import { pacedRosterDigest } from './paced-digest.ts'
import { stillOpen } from './still-open.ts'
import { usePaperStore } from './usePaperStore.ts'
import { useTotalsStore } from './useTotalsStore.ts'
import { useUnitStore } from './useUnitStore.ts'

/** 统计表: totals on paper and in a workbook, bound to exactly the people counted. */
export const useTotalsPapersStore = defineStore('totals-papers', () => {
  const { clock } = usePlatform()
  const units = useUnitStore()
  const totals = useTotalsStore()
  const paper = usePaperStore()
  const isBusy = ref(false)
  const error = shallowRef<AppError>()
  const codeTables = useCodeTables()

  /** The tables, and the digest of the people in them: the same as that of a roster of the same people. */
  async function made(queries: readonly Omit<TotalsQuery, 'on'>[], speech: TotalsSpeech) {
    const codes = await codeTables.bring()
    error.value = codes.ok ? undefined : codes.error
    if (!codes.ok) return undefined
    const counted = await totals.countAll(queries)
    if (!counted) return undefined
    const { answers, people, scope, missing } = counted
    if (missing > 0) {
      // The digest would stand for somebody whom no number counts.
      error.value = fail('SYNC_PAYLOAD_MISSING', {}).error
      return undefined
    }
    const tables = answers.map((answered) => totalsTable(answered.totals, answered.query, speech))
    const digest = await pacedRosterDigest(people.map(({ standing }) => standing))
    return { tables, digest, count: people.length, scope: words.scopes[scope], day: clock.today() }
  }

  async function busily(work: () => Promise<void>): Promise<void> {
    isBusy.value = true
    try {
      await work()
    } finally {
      isBusy.value = false
    }
  }

  const print = (queries: readonly Omit<TotalsQuery, 'on'>[], speech: TotalsSpeech): Promise<void> =>
    busily(async () => {
      const { unit } = units
      const isStillOpen = stillOpen(units)
      const of = unit && (await made(queries, speech))
      if (!of || !isStillOpen()) return
      const { tables, digest, count, scope, day } = of
      const marks = {
        note: `${unit.name} · ${words.title}`,
        digest: formatDigest(digest),
        qr: encode(rosterCodeText({ digest, count }, 'totals'), { border: 2 }).data,
      }
      const { name, orgCode } = unit
      const printed = { unit: { name, orgCode }, printedOn: day, scope, tables, note: words.note, marks }
      await paper.print({ kind: 'totals', title: words.title, totals: printed }, `${fileName(name, day)}.pdf`)
    })

  const save = (queries: readonly Omit<TotalsQuery, 'on'>[], speech: TotalsSpeech): Promise<void> =>
    busily(async () => {
      const { unit } = units
      const isStillOpen = stillOpen(units)
      const of = unit && (await made(queries, speech))
      if (!of) return
      const lines = [
        [words.unit, unit.name],
        [words.orgCode, unit.orgCode],
        [words.day, of.day],
        [words.scope, of.scope],
        [words.people, of.count],
        [words.digest, formatDigest(of.digest)],
        [words.note, ''],
      ] as const
      const book = { about: { title: words.title, lines }, tables: of.tables, total: words.total, people: words.people }
      const pieces: Uint8Array<ArrayBuffer>[] = []
      for await (const piece of totalsWorkbook(book)) pieces.push(piece)
      if (!isStillOpen()) return
      saveBlob(`${fileName(unit.name, of.day)}.xlsx`, new Blob(pieces))
    })

  forgetWhenLocked(() => {
    error.value = undefined
  })

  return { isBusy, error, print: asLongWork(print), save: asLongWork(save) }
})

const fileName = (unit: string, day: string): string => words.fileName(unit, day.replaceAll('-', ''))
