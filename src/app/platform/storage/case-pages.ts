import * as v from 'valibot'
import { makePace } from '#app/platform/clock/breathe.ts'
import type { TextPlace } from '#app/platform/unit/text-block.ts'
import { caseRowSchema } from '#core/review/case-row.ts'
import { caseSyncSchema } from '#core/sync/case-sync.ts'
import { SealBroken, type Vault } from '#app/platform/unit/vault.ts'
import { ShapeUnknown } from './attempt-kept.ts'
import type { StoredRow } from './caibao-database.ts'
import type { UnitDatabase } from './unit-database.ts'

const listedSchema = v.strictObject({ ...caseRowSchema.entries, key: v.string() })

/** A line of the list, with the name its case goes by in addresses: it tells nothing of the person. */
export type ListedCase = v.InferOutput<typeof listedSchema>

const lineSchema = v.strictObject({
  row: listedSchema,
  /** Blocks in which steps of this case stand, in their order. */
  steps: v.array(v.string()),
  /** Its payloads: digest, block, place in the block. */
  texts: v.array(v.tuple([v.string(), v.string(), v.number()])),
  /** Id of its last step; lines that were not touched for long do not have it. */
  last: v.exactOptional(v.string()),
  sync: v.exactOptional(caseSyncSchema),
})

/** A case as its page holds it: the line of the list, and where its steps and payloads lie. */
export type CaseLine = v.InferOutput<typeof lineSchema>

const headSchema = v.object({
  version: v.number(),
  /** Version of each page. */
  pages: v.array(v.number()),
  /** Steps appended since the store was made. */
  appended: v.number(),
})

/** What every writer must have seen before it writes. */
export type Head = v.InferOutput<typeof headSchema>

/** A page as it will be written. */
export interface PlannedPage {
  readonly id: number
  readonly lines: readonly CaseLine[]
}

const headId = 'head'
const pageSize = 100
const readAtOnce = 20
const placeOfPage = (id: number, version: number): string => `page:${id}:${version}`

async function openPage(vault: Vault, stored: StoredRow): Promise<{ id: number; lines: readonly CaseLine[] }> {
  const { id, version } = v.parse(v.object({ id: v.number(), version: v.number() }), stored)
  const lines = await vault.open(placeOfPage(id, version), stored['sealed'])
  // The seal vouches for what this app wrote; the first line tells whether it was this version of it.
  if (!Array.isArray(lines) || (lines.length > 0 && !v.is(lineSchema, lines[0]))) throw new ShapeUnknown()
  return { id, lines }
}

/** Whether a line tells something else than before: another step, other rules, or another word of the server. */
const isOther = (line: CaseLine, before: CaseLine | undefined): boolean =>
  before?.row.sequence !== line.row.sequence ||
  before.row.checkedBy !== line.row.checkedBy ||
  before.last !== line.last ||
  JSON.stringify(before.sync) !== JSON.stringify(line.sync)

/** The list of people in memory, page by page as on the disk. */
export function makeCasePages(database: UnitDatabase, vault: Vault) {
  let head: Head = { version: 0, pages: [], appended: 0 }
  const pages: (readonly CaseLine[])[] = []
  const lines = new Map<string, CaseLine>()
  const pageOf = new Map<string, number>()
  const places = new Map<string, TextPlace>()

  async function readHead(): Promise<Head> {
    const stored = await database.head.get(headId)
    return stored === undefined ? { version: 0, pages: [], appended: 0 } : v.parse(headSchema, stored)
  }

  /** In one go: who sees a line finds its payloads, too. */
  function take({ id, lines: taken }: PlannedPage): void {
    pages[id] = taken
    for (const line of taken) {
      lines.set(line.row.caseId, line)
      pageOf.set(line.row.caseId, id)
      for (const [digest, block, position] of line.texts) places.set(digest, { block, position })
    }
  }

  /** Reads what others wrote since; gives the lines that changed. */
  async function refresh(onProgress?: (read: number, of: number) => void): Promise<readonly CaseLine[]> {
    const now = await readHead()
    if (now.version === head.version) return []
    const stale = now.pages.flatMap((version, id) => (version === head.pages[id] ? [] : [id]))
    const changed: CaseLine[] = []
    for (let at = 0; at < stale.length; at += readAtOnce) {
      const stored = await database.pages.bulkGet(stale.slice(at, at + readAtOnce))
      for (const row of stored) {
        if (!row) throw new SealBroken('page')
        const page = await openPage(vault, row)
        changed.push(...page.lines.filter((line) => isOther(line, lines.get(line.row.caseId))))
        take(page)
      }
      onProgress?.(Math.min(at + readAtOnce, stale.length), stale.length)
    }
    head = now
    return changed
  }

  /** Pages with these lines in them: known cases stay where they are, new ones fill the last page and begin others. */
  async function plan(next: readonly CaseLine[]): Promise<readonly PlannedPage[]> {
    const touched = new Map<number, CaseLine[]>()
    const edit = (id: number): CaseLine[] => {
      const page = touched.get(id) ?? [...(pages[id] ?? [])]
      touched.set(id, page)
      return page
    }
    let last = Math.max(0, pages.length - 1)
    const pace = makePace()
    for (const line of next) {
      await pace()
      const known = pageOf.get(line.row.caseId)
      if (known !== undefined) {
        const page = edit(known)
        page[page.findIndex(({ row }) => row.caseId === line.row.caseId)] = line
        continue
      }
      if (edit(last).length >= pageSize) last += 1
      edit(last).push(line)
    }
    return [...touched].map(([id, planned]) => ({ id, lines: planned }))
  }

  /** Seals planned pages for the version they are written as. */
  async function seal(planned: readonly PlannedPage[]): Promise<readonly StoredRow[]> {
    const version = head.version + 1
    const sealed: StoredRow[] = []
    const pace = makePace()
    for (const { id, lines: written } of planned) {
      // Written out here and sealed elsewhere: page after page in one turn would hold what the person does.
      await pace()
      sealed.push({ id, version, sealed: await vault.seal(placeOfPage(id, version), written) })
    }
    return sealed
  }

  /** The head after writing these pages. */
  function headAfter(planned: readonly PlannedPage[], steps: number): Head {
    const version = head.version + 1
    const versions = [...head.pages]
    for (const { id } of planned) versions[id] = version
    return { version, pages: versions, appended: head.appended + steps }
  }

  /** Inside a transaction: whether nobody wrote since `refresh`; then the head is moved on. */
  async function moveHead(next: Head): Promise<boolean> {
    if ((await readHead()).version !== head.version) return false
    await database.head.put({ id: headId, ...next })
    return true
  }

  /** Those of these cases that are here, page by page: neighbours came together, and their steps lie together. */
  function inOrder(caseIds: Iterable<string>): readonly string[] {
    const placed = Array.from(caseIds, (caseId) => ({ caseId, page: pageOf.get(caseId) ?? -1 }))
    return placed
      .filter(({ page }) => page >= 0)
      .sort((a, b) => a.page - b.page)
      .map(({ caseId }) => caseId)
  }

  /** What was planned stands on the disk now. */
  async function committed(planned: readonly PlannedPage[], next: Head): Promise<void> {
    const pace = makePace()
    for (const page of planned) {
      take(page)
      await pace()
    }
    head = next
  }

  return { lines, places, refresh, plan, seal, headAfter, moveHead, committed, inOrder, head: () => head }
}
