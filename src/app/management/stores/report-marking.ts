import type { ShallowRef } from 'vue'
import type { AlongWith, CaseStorage, StoredPack } from '#app/platform/storage/case-storage.ts'
import type { UnitDesk } from '#app/platform/unit/open-unit-desk.ts'
import type { AppError } from '#core/errors/error-code.ts'
import type { Result } from '#core/errors/result.ts'
import type { PlannedReport } from '#core/review/plan-report.ts'
import { marksOf, unmarkedPack } from './report-pack.ts'
import type { useBulkStepsStore } from './useBulkStepsStore.ts'
import type { useCaseListStore } from './useCaseListStore.ts'

/** How often people are marked anew with whose cases somebody else goes on meanwhile. */
const mostAttempts = 5

/** Whose people are marked, and where it is said that they could not be. */
interface MarkingParts {
  readonly unitDesk: () => Promise<Pick<UnitDesk, 'markAlone'>>
  readonly list: Pick<ReturnType<typeof useCaseListStore>, 'rows'>
  readonly bulk: Pick<ReturnType<typeof useBulkStepsStore>, 'isBusy' | 'takeAll' | 'error'>
  readonly packs: ShallowRef<readonly StoredPack[]>
  readonly readPacks: () => Promise<Result<CaseStorage>>
  readonly error: ShallowRef<AppError | undefined>
}

/** What a pack says of its people. */
type Marked = Pick<PlannedReport, 'submissions' | 'withdrawn'>

/** Notes with the people of a pack that it went up: in one tab at a time, for two would stop each other half way. */
export function makeReportMarking({ unitDesk, list, bulk, packs, readPacks, error }: MarkingParts) {
  /** How many are marked, of how many; where that is noted already it is left as is. */
  async function markOnce(cases: CaseStorage, pack: StoredPack, content: Marked, along: AlongWith | undefined) {
    const marks = await marksOf(cases, list.rows, { ...content, digest: pack.digest }, packs.value)
    const marked = marks.ok ? await bulk.takeAll({ ...marks.value, pack, ...(along && { along }) }) : []
    error.value = marks.ok ? bulk.error : marks.error
    return { marked: marked.length, of: marks.ok ? marks.value.rows.length : undefined }
  }

  /** Once more where somebody took a step of one of them meanwhile: the pack is written, and holds them all. */
  async function markAll(cases: CaseStorage, pack: StoredPack, content: Marked, first?: AlongWith): Promise<boolean> {
    let along = first
    for (let attempt = 1; ; attempt += 1) {
      const { marked, of } = await markOnce(cases, pack, content, along)
      if (marked === of) return true
      if (error.value?.code !== 'REVIEW_CONFLICT' || attempt === mostAttempts) return false
      // What goes along is written with the first of them.
      if (marked > 0) along = undefined
    }
  }

  /** Notes with each of its people that a pack reported or withdrew them. */
  async function mark(cases: CaseStorage, pack: StoredPack, content: Marked, along: AlongWith): Promise<boolean> {
    const { markAlone } = await unitDesk()
    return markAlone({}, () => markAll(cases, pack, content, along))
  }

  /** The pack is written before its people are marked; a kill between leaves the rest to the next time. */
  async function markRest(turn: LockOptions): Promise<void> {
    if (bulk.isBusy) return
    const { markAlone } = await unitDesk()
    await markAlone(turn, async (isMine) => {
      // Read anew: whoever had the turn before may have marked them all.
      const cases = isMine ? await readPacks() : undefined
      const cut = cases?.ok === true ? await unmarkedPack(packs.value) : undefined
      if (cases?.ok !== true || !cut || bulk.isBusy) return
      await markAll(cases.value, cut.pack, cut.content)
      await readPacks()
    })
  }

  return { mark, markRest }
}
