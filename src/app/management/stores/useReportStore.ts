import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { CaseStorage, ListedCase, StoredPack } from '#app/platform/storage/case-storage.ts'
import { usePlatform } from '#app/shared/platform.ts'
import { useSchemeStore } from '#app/shared/scheme/useSchemeStore.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { fail } from '#core/errors/result.ts'
import { manifestDigest } from '#core/pack/manifest-digest.ts'
import { writePack } from '#core/pack/write-pack.ts'
import { useBulkStepsStore } from './useBulkStepsStore.ts'
import { useCaseListStore } from './useCaseListStore.ts'
import { useUnitStore } from './useUnitStore.ts'

/** More than this is written straight to the disk where the browser can. */
const largePack = 2000

/** Texts of the standing submissions, one after the other. */
async function* textsOf(cases: CaseStorage, rows: readonly ListedCase[]): AsyncGenerator<string, void> {
  for (const { standing } of rows) {
    const text = await cases.text(standing)
    if (!text.ok || text.value === undefined) throw new Error(`submission ${standing} cannot be read`)
    yield text.value
  }
}

/** 上报: everyone who passed goes up in one signed pack. */
export const useReportStore = defineStore('report', () => {
  const { unitDesk, clock } = usePlatform()
  const units = useUnitStore()
  const list = useCaseListStore()
  const bulk = useBulkStepsStore()
  const { scheme } = useSchemeStore()
  const written = ref(0)
  const isBusy = ref(false)
  const error = shallowRef<AppError>()
  const packs = shallowRef<readonly StoredPack[]>([])
  const counted = computed(() => list.rows.filter(({ state }) => state !== 'setAside'))
  // What was reported before is in every full pack again, in the order of the digests.
  const ready = computed(() =>
    counted.value
      .filter(({ state }) => state === 'passed' || state === 'reported')
      .sort((a, b) => (a.standing < b.standing ? -1 : 1)),
  )
  const open = computed(() => counted.value.length - ready.value.length)

  async function load(): Promise<void> {
    const cases = units.cases()
    const stored = cases.ok ? await cases.value.packs() : cases
    if (stored.ok) packs.value = [...stored.value].sort((a, b) => b.at - a.at)
    else error.value = stored.error
  }

  async function make(cases: CaseStorage) {
    const unit = units.stored
    if (!unit) return undefined
    const merged = packs.value
      .filter(({ kind }) => kind === 'received')
      .map(({ unit: below, digest, count }) => ({ unit: below, digest, count }))
    const manifest = {
      unit: unit.unit,
      scheme: { id: scheme.id, version: scheme.version },
      createdAt: new Date(clock.now()).toISOString(),
      submissions: ready.value.map(({ standing }) => standing),
      ...(merged.length > 0 && { merged }),
    }
    const pack = await writePack({
      manifest,
      submissions: textsOf(cases, ready.value),
      key: unit.keys.signing,
      onProgress: (count) => {
        written.value = count
      },
    })
    return { pack, digest: await manifestDigest(pack.manifest), unit: unit.unit }
  }

  /** Writes the pack and marks its people; refused while some have not passed, unless told to leave them out. */
  async function report(leaveOut: boolean): Promise<boolean> {
    error.value = undefined
    const cases = units.cases()
    if (!cases.ok) {
      error.value = cases.error
      return false
    }
    if (open.value > 0 && !leaveOut) {
      error.value = fail('REPORT_NOT_ALL_PASSED', { open: open.value }).error
      return false
    }
    isBusy.value = true
    const isReported = await writeAndMark(cases.value)
    isBusy.value = false
    await load()
    return isReported
  }

  async function writeAndMark(cases: CaseStorage): Promise<boolean> {
    const made = await make(cases)
    if (!made) return false
    const { pack, digest, unit } = made
    const rows = ready.value
    const day = clock.today().replaceAll('-', '')
    const fileName = `${unit.name}_上报_${day}_${rows.length}人.rpz`
    const { saveStream } = await unitDesk()
    const isLarge = rows.length > largePack
    const saved = await saveStream({ fileName, type: 'application/gzip', stream: pack.stream, isLarge })
    if (!saved.ok) error.value = saved.error
    if (!saved.ok || !saved.value) return false
    const stored = { digest, kind: 'reported', unit, count: rows.length, fileName, at: clock.now() } as const
    const isMarked = await bulk.takeAll(
      rows,
      ({ standing }) => [{ kind: 'reported', digest: standing, pack: digest }],
      stored,
    )
    if (!isMarked) error.value = bulk.error
    return isMarked
  }

  return { written, isBusy, error, packs, ready, open, load, report }
})
