import { expect } from 'vitest'
import { useCaseListStore } from '#app/management/stores/useCaseListStore.ts'
import { useCaseStore } from '#app/management/stores/useCaseStore.ts'
import { useReceiveStore } from '#app/management/stores/useReceiveStore.ts'
import { useTablesStore } from '#app/management/stores/useTablesStore.ts'
import type { CaseChange } from '#app/platform/storage/case-storage.ts'
import { useSchemeStore } from '#app/shared/scheme/useSchemeStore.ts'
import { ok, type Result } from '#core/errors/result.ts'
import type { PersonRecord } from '#core/record/record.ts'
import { arrivingOf } from '#core/review/arriving.ts'
import { caseOf } from '#core/review/review-case.ts'
import type { CellProblem } from '#core/spreadsheet/import-people.ts'
import { contentOf } from '#core/submission/content-of.ts'
import { readSubmission } from '#core/submission/read-submission.ts'
import { loadScheme } from '#server/scheme/load-scheme.ts'
import { noFindings } from './case-rows.ts'
import { memoryCases, memoryUnit } from './memory-unit.ts'

const { bundle } = await loadScheme()
const scheme = {
  scheme: bundle.scheme,
  manifest: bundle.manifest,
  tableIds: Object.keys(bundle.tables),
  loadTable: (id: string) => Promise.resolve(ok(bundle.tables[id])),
  loadRules: () => Promise.resolve(ok(bundle.rules)),
  loadManifest: () => Promise.resolve(ok(bundle.manifest)),
}

type Cases = ReturnType<typeof memoryCases>

/** Checks files as the workers do, as far as their texts are kept; as many jobs as there are workers. */
const checkerInto = ({ texts }: Cases, width: number) => ({
  width,
  async checkFiles(files: readonly Blob[]) {
    const read = await Promise.all(files.map(async (file) => readSubmission(await file.text())))
    const sound = read.flatMap((each) => (each.ok ? [each.value] : []))
    for (const { digest, text } of sound) texts.set(digest, text)
    const checked = sound.map((each) => ({
      kind: 'submission',
      checked: { arriving: arrivingOf(each), findings: noFindings },
    }))
    return ok({ files: checked, block: { id: crypto.randomUUID(), digests: sound.map(({ digest }) => digest) } })
  },
  close: () => undefined,
})

/** What was begun and neither finished nor forgotten is left for later. */
function memoryReceiving() {
  const offered: unknown[] = []
  const sessions = { left: 0, offered, onFinish: (): Promise<void> => Promise.resolve() }
  const begun = {
    progress: () => Promise.resolve({}),
    async finish() {
      await sessions.onFinish()
      return ok(undefined)
    },
    leave: () => void (sessions.left += 1),
  }
  const receiving = {
    begin(files: readonly unknown[]) {
      offered.push(...files)
      return Promise.resolve(ok(begun))
    },
    mark: () => Promise.resolve(ok(undefined)),
    interrupted: () => Promise.resolve(ok([])),
  }
  return { sessions, receiving }
}

/** The page 导入导出 of a unit, whose tables are given as they are read. */
export async function tablesPage(cases: Cases = memoryCases(), { width = 1 } = {}) {
  let table: readonly PersonRecord[] = []
  let ofNobody: readonly CellProblem[] = []
  let held: Promise<void> = Promise.resolve()
  const { sessions, receiving } = memoryReceiving()
  /** What happens before something is written, and whether it may be. */
  const writing = { before: (): Promise<Result<void>> => Promise.resolve(ok(undefined)) }
  const { storage } = cases
  const checker = checkerInto(cases, width)
  const people = () =>
    Promise.resolve(
      ok({ people: table.map((record) => ({ record, problems: [] })), problems: ofNobody, unused: [], hidden: [] }),
    )
  const desk = {
    openCases: () => ({
      ...storage,
      append: async (changes: readonly CaseChange[]) => {
        const may = await writing.before()
        return may.ok ? storage.append(changes) : may
      },
    }),
    openReceiving: () => receiving,
    startChecker: () => ({
      ...checker,
      checkFiles: (files: readonly Blob[]) => held.then(() => checker.checkFiles(files)),
    }),
    openSpreadsheets: () => ({ people, close: () => undefined }),
  }
  const pinia = await memoryUnit(cases, { desk, platform: { scheme } })
  await useSchemeStore(pinia).prepareRules()
  const [store, desktop, list] = [useTablesStore(pinia), useCaseStore(pinia), useCaseListStore(pinia)]

  /** What is checked waits until it is let go of. */
  function holdChecks(): () => void {
    const { promise, resolve } = Promise.withResolvers<void>()
    held = promise
    return resolve
  }
  /** Reads a table, with rows of nobody, and shows what it would bring. */
  async function read(next: readonly PersonRecord[], rows: readonly CellProblem[] = []): Promise<void> {
    table = next
    ofNobody = rows
    await store.read(new File([], '人员.xlsx'))
  }
  /** Imports a table; what became of its people. */
  async function take(next: readonly PersonRecord[]) {
    await read(next)
    await store.take()
    expect(store.error).toBeUndefined()
    return store.outcome
  }
  /** The record that counts, and the steps so far. */
  function standing(caseId: string) {
    const trail = cases.trails.get(caseId) ?? []
    const known = caseOf(trail)
    if (!known.ok) throw new Error(known.error.code)
    const { record } = contentOf(cases.texts.get(known.value.standing) ?? '')
    return { record, steps: trail.map(({ step }) => step) }
  }
  /** Does something at the desk. */
  async function at<T>(caseId: string, act: (desk: typeof desktop) => Promise<T>): Promise<void> {
    await desktop.begin(caseId)
    await act(desktop)
    expect(desktop.error).toBeUndefined()
  }
  return {
    sessions,
    writing,
    holdChecks,
    read,
    take,
    standing,
    at,
    store,
    list,
    cases,
    receiver: useReceiveStore(pinia),
  }
}
