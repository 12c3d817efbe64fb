import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { StoredPack } from '#app/platform/storage/case-storage.ts'
import type { CheckedFile } from '#app/platform/unit/check-message.ts'
import type { FileChecker } from '#app/platform/unit/file-checker.ts'
import { usePlatform } from '#app/shared/platform.ts'
import { useSchemeStore } from '#app/shared/scheme/useSchemeStore.ts'
import type { TableData } from '#core/codes/table-data.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { ok, type Result } from '#core/errors/result.ts'
import { acceptablePack, planFile, type ReceivedFile } from './receive-file.ts'
import { makeReceivePlan } from './receive-plan.ts'
import { useCaseListStore } from './useCaseListStore.ts'
import { useUnitStore } from './useUnitStore.ts'

const writtenAtOnce = 200

interface Checked {
  readonly fileName: string
  readonly file: CheckedFile
}

/** A file that could not be written counts as refused. */
const refusedFor = (file: ReceivedFile, error: AppError | undefined): ReceivedFile =>
  error && !file.error ? Object.assign({}, file, { people: [], error }) : file

/** 接收报送: files are checked in workers and written in small batches, each file wholly or not at all. */
export const useReceiveStore = defineStore('receive', () => {
  const { unitDesk, scheme: source, clock } = usePlatform()
  const { scheme } = useSchemeStore()
  const units = useUnitStore()
  const list = useCaseListStore()
  const received = shallowRef<readonly ReceivedFile[]>([])
  const total = ref(0)
  const state = ref<'idle' | 'running' | 'paused' | 'cancelled'>('idle')
  const error = shallowRef<AppError>()
  const done = computed(() => received.value.length)
  let wake: (() => void) | undefined

  async function startChecker(): Promise<Result<FileChecker>> {
    const [rules, manifest] = await Promise.all([source.loadRules(), source.loadManifest()])
    if (!rules.ok) return rules
    if (!manifest.ok) return manifest
    const tables: (readonly [string, TableData])[] = []
    for (const id of source.tableIds) {
      const table = await source.loadTable(id)
      if (!table.ok) return table
      tables.push([id, table.value])
    }
    const keys = units.stored ? [units.stored.keys.opening] : []
    const desk = await unitDesk()
    const rulesDigest = manifest.value.parts['rules'] ?? ''
    return ok(desk.startChecker({ scheme, rules: rules.value, rulesDigest, tables, keys, today: clock.today() }))
  }

  function planning() {
    const cases = units.cases()
    if (!cases.ok) return cases
    const reviewer = { by: units.user, at: clock.now() }
    const ownName = units.unit?.name ?? ''
    return ok(makeReceivePlan({ cases: cases.value, known: list.byCaseId, reviewer, ownName }))
  }

  /** Plans and writes files together; when the writing fails none of them counts. */
  async function write(files: readonly Checked[], pack?: StoredPack): Promise<void> {
    const plan = planning()
    if (!plan.ok) {
      error.value = plan.error
      return
    }
    const results: ReceivedFile[] = []
    for (const { fileName, file } of files) results.push(await planFile(fileName, file, plan.value))
    const isWhole = results.every((result) => result.error === undefined)
    const changes = pack && !isWhole ? [] : plan.value.changes()
    const written = changes.length > 0 || (pack && isWhole) ? await list.append(changes, pack) : ok([])
    const failed = written.ok ? undefined : written.error
    received.value = [...received.value, ...results.map((result) => refusedFor(result, failed))]
  }

  async function writePackFile(checked: Checked & { readonly file: Extract<CheckedFile, { kind: 'pack' }> }) {
    const { fileName, file } = checked
    const cases = units.cases()
    const packs = cases.ok ? await cases.value.packs() : cases
    const unit = units.unit
    if (!packs.ok || !unit) return
    const { content, digest } = file.manifest
    const fitting = acceptablePack(file.manifest, unit, packs.value)
    if (!fitting.ok) {
      received.value = [...received.value, { fileName, people: [], error: fitting.error, unit: content.unit.name }]
      return
    }
    const pack = {
      digest,
      kind: 'received',
      unit: content.unit,
      count: content.count,
      fileName,
      at: clock.now(),
      ...(content.rosterDigest !== undefined && { rosterDigest: content.rosterDigest }),
    } as const
    await write([checked], pack)
  }

  async function untilResumed(): Promise<void> {
    if (state.value !== 'paused') return
    await new Promise<void>((resolve) => {
      wake = resolve
    })
  }

  async function runBatch(files: readonly File[], checker: FileChecker): Promise<void> {
    const checked = await Promise.all(
      files.map(async (file) => ({ fileName: file.name, file: await checker.check(file) })),
    )
    const single: Checked[] = []
    for (const { fileName, file } of checked) {
      if (file.kind === 'pack') await writePackFile({ fileName, file })
      else single.push({ fileName, file })
    }
    if (single.length > 0) await write(single)
  }

  /** Receives files; they are told by content, whatever their names. */
  async function receive(files: readonly File[]): Promise<void> {
    if (files.length === 0 || state.value === 'running' || state.value === 'paused') return
    received.value = []
    error.value = undefined
    total.value = files.length
    state.value = 'running'
    const checker = await startChecker()
    if (!checker.ok) {
      error.value = checker.error
      state.value = 'idle'
      return
    }
    if (!list.isLoaded) await list.load()
    for (let at = 0; at < files.length; at += writtenAtOnce) {
      await untilResumed()
      if (state.value !== 'running') break
      await runBatch(files.slice(at, at + writtenAtOnce), checker.value)
    }
    checker.value.close()
    if (state.value === 'running') state.value = 'idle'
  }

  function pause(): void {
    if (state.value === 'running') state.value = 'paused'
  }

  function resume(): void {
    if (state.value === 'paused') state.value = 'running'
    wake?.()
  }

  /** Stops before the next batch; what was written stays. */
  function cancel(): void {
    state.value = 'cancelled'
    wake?.()
  }

  return { received, total, done, state, error, receive, pause, resume, cancel }
})
