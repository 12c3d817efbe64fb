import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import type { Place, StreamedFile } from '#app/platform/files/save-stream.ts'
import type { CaseStorage, StoredPack } from '#app/platform/storage/case-storage.ts'
import { usePlatform } from '#app/shared/platform.ts'
import { useSchemeStore } from '#app/shared/scheme/useSchemeStore.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import { notedAt, type PlannedReport } from '#core/review/plan-report.ts'
import { asLongWork } from './long-work.ts'
import { mergedOf } from './merged-packs.ts'
import { keeping, makePack } from './report-pack.ts'
import { packFileName } from './pack-file-name.ts'
import { notByRules, notErased, notPrinted, notReady } from './report-obstacles.ts'
import { makeReportMarking } from './report-marking.ts'
import { makeReportPlans } from './report-plans.ts'
import { useSchemeInUse } from './scheme-in-use.ts'
import { useBulkStepsStore } from './useBulkStepsStore.ts'
import { useCaseListStore } from './useCaseListStore.ts'
import { usePackUploadsStore } from './usePackUploadsStore.ts'
import { useRosterPrintsStore } from './useRosterPrintsStore.ts'
import { useUnitStore } from './useUnitStore.ts'

/** More than this is written straight to the disk where the browser can. */
const largePack = 2000

/** What the clerk decided about what stands in the way. */
export interface ReportWishes {
  readonly scope: 'full' | 'changes'
  /** Report only those who passed. */
  readonly leaveOut: boolean
  /** Report although no roster was ever printed. */
  readonly withoutRoster: boolean
}

/** 上报: everyone who passed goes up in one signed pack. */
export const useReportStore = defineStore('report', () => {
  const { unitDesk, clock } = usePlatform()
  const units = useUnitStore()
  const list = useCaseListStore()
  const bulk = useBulkStepsStore()
  const rosters = useRosterPrintsStore()
  const uploads = usePackUploadsStore()
  const { scheme } = useSchemeStore()
  const inUse = useSchemeInUse()
  const written = ref(0)
  const isBusy = ref(false)
  const isStopped = ref(false)
  const error = shallowRef<AppError>()
  const packs = shallowRef<readonly StoredPack[]>([])
  const { planFrom, planned, ...shown } = makeReportPlans({ list, rosters, packs, error })
  const { plans, obstacle, rosterDigest } = shown
  const { mark, markRest } = makeReportMarking({ unitDesk, list, bulk, packs, readPacks, error })

  const stop = (): void => void (isStopped.value = true)

  /** The store of cases, once the packs in it are known. */
  async function readPacks(): Promise<Result<CaseStorage>> {
    const cases = units.cases()
    const stored = cases.ok ? await cases.value.packs() : cases
    if (!stored.ok && cases.ok) error.value = stored.error
    if (!stored.ok) return stored
    packs.value = [...stored.value].sort((a, b) => b.at - a.at)
    return cases
  }

  /**
   * Plans from what is kept now; where that cannot be read, nothing is to be reported by what was planned before. People
   * who are just being marked in another tab are waited for where it matters, else left to it.
   */
  async function load(marking: LockOptions = { ifAvailable: true }): Promise<Result<CaseStorage>> {
    const cases = await readPacks()
    if (!cases.ok) return cases
    if (packs.value.some(({ isMarking }) => isMarking)) await markRest(marking)
    const read = await planFrom(cases.value)
    return read.ok ? cases : read
  }

  /**
   * Plans again, because somebody has taken a step since. A pack whose people are still being marked is left to whoever
   * marks them: another tab, as likely as not.
   */
  async function plan(): Promise<void> {
    if (isBusy.value || bulk.isBusy) return
    const cases = await readPacks()
    if (cases.ok && !isBusy.value) await planFrom(cases.value)
  }

  /** Whether the pack may be written, and what it is to hold. */
  function allowed(wishes: ReportWishes): Result<PlannedReport> {
    const { ready, open } = planned.value
    const people = notReady(ready, open, wishes) ?? notByRules(ready, inUse)
    // Who only withdraws prints no roster.
    const refused = people ?? (ready.length > 0 ? notPrinted(obstacle.value, wishes) : undefined)
    if (refused) return refused
    const wanted = plans.value?.[wishes.scope]
    const isEmpty = !wanted || (wanted.submissions.length === 0 && (wanted.withdrawn ?? []).length === 0)
    return isEmpty ? fail('REPORT_NOTHING_NEW', {}) : ok(wanted)
  }

  /** The same, by rules that are still those in use, and of nobody who was erased at the server. */
  function planBy(wishes: ReportWishes): Result<PlannedReport> {
    const isCurrent = inUse.stillInUse()
    return isCurrent.ok ? (notErased(plans.value?.erased ?? []) ?? allowed(wishes)) : isCurrent
  }

  const nameOf = (count: number): string => packFileName(units.stored?.unit.name ?? '', clock.now(), count)

  /** Asked on the click, of what is planned by then; what may not be reported yet as planned needs no place. */
  async function placeFor(wishes: ReportWishes): Promise<Place | undefined> {
    const wanted = planBy(wishes)
    const count = wanted.ok ? wanted.value.submissions.length : 0
    const { choosePlace } = await unitDesk()
    return choosePlace({ fileName: nameOf(count), isLarge: count > largePack })
  }

  async function reportTo(place: Place, wishes: ReportWishes): Promise<number | undefined> {
    const cases = await load({})
    const wanted = cases.ok ? planBy(wishes) : cases
    error.value = wanted.ok ? undefined : wanted.error
    const isReported = cases.ok && wanted.ok && (await writeAndMark(cases.value, wanted.value, place))
    if (isReported && wishes.scope === 'full') await uploads.leaveRefused()
    return isReported && wanted.ok ? wanted.value.submissions.length : undefined
  }

  /** Writes the pack and marks its people, or tells what stands in the way; how many were reported. */
  const report = asLongWork(async (wishes: ReportWishes): Promise<number | undefined> => {
    isBusy.value = true
    isStopped.value = false
    written.value = 0
    error.value = undefined
    const place = await placeFor(wishes)
    const count = place && (await reportTo(place, wishes))
    isBusy.value = false
    await load()
    return count
  })

  function about() {
    const merged = mergedOf(packs.value)
    return {
      scheme: { id: scheme.id, version: scheme.version },
      createdAt: new Date(clock.now()).toISOString(),
      ...(merged.length > 0 && { merged }),
      ...(obstacle.value === undefined && { rosterDigest: rosterDigest.value }),
    }
  }

  /** Saves what is written, held in memory only where it goes up, too; undefined when no file came of it. */
  async function save(file: Omit<StreamedFile, 'type'>, stops: readonly AppError[]) {
    const { saveStream } = await unitDesk()
    const passing = uploads.goesUp() ? keeping(file.stream) : { stream: file.stream, kept: () => undefined }
    const saved = await saveStream({ ...file, type: 'application/gzip', stream: passing.stream })
    if (!saved.ok && !isStopped.value) error.value = stops[0] ?? saved.error
    return saved.ok && saved.value ? passing : undefined
  }

  async function writeAndMark(cases: CaseStorage, wanted: PlannedReport, place: Place): Promise<boolean> {
    const unit = units.stored
    if (!unit) return false
    const onProgress = (count: number): void => {
      written.value = count
    }
    const stops: AppError[] = []
    const { pack, digest } = await makePack(cases, {
      unit,
      plan: wanted,
      about: about(),
      onProgress,
      isWanted: () => !isStopped.value,
      onStopped: (why) => void stops.push(why),
    })
    const count = wanted.submissions.length
    const fileName = nameOf(count)
    const saved = await save({ fileName, stream: pack.stream, place }, stops)
    if (!saved) return false
    const stored = {
      digest,
      kind: 'reported',
      unit: unit.unit,
      count,
      fileName,
      at: notedAt(plans.value?.before ?? [], clock.now()),
      manifest: pack.manifestParts.join(''),
      ...(pack.manifest.rosterDigest !== undefined && { rosterDigest: pack.manifest.rosterDigest }),
    } as const
    const way = { fileName, people: count, madeAt: clock.now(), manifest: digest }
    const onItsWay = await uploads.keep(saved.kept(), way)
    const isMarked = await mark(cases, stored, wanted, { sync: onItsWay.ok ? onItsWay.value : [] })
    // The file is saved and its people are marked; only its way over the network is not open.
    if (!onItsWay.ok) error.value = onItsWay.error
    return isMarked
  }

  return { written, isBusy, error, packs, ...shown, load, plan, report, stop }
})
