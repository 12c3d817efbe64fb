import type { AppError } from '#core/errors/error-code.ts'
import { lineByFindings } from '#core/review/case-row.ts'
import { readableSteps, type ReviewEvent } from '#core/review/review-event.ts'
import { makePace } from '#app/platform/clock/breathe.ts'
import { newBlockId, sealTexts, type TextBlock, type TextPlace, textsInBlock } from '#app/platform/unit/text-block.ts'
import type { Vault } from '#app/platform/unit/vault.ts'
import type { StoredRow } from './caibao-database.ts'
import type { CaseLine } from './case-pages.ts'
import type { CaseChange } from './case-change.ts'
import { placeOfSteps } from './sealed-blocks.ts'

const stepsAtOnce = 500

const keyBytes = 12
const hexPairs = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))
// Asked for a hundred keys at once: asking costs more than the bytes.
const drawn = new Uint8Array(keyBytes * 100)
let used = drawn.length

function newKey(): string {
  if (used === drawn.length) {
    crypto.getRandomValues(drawn)
    used = 0
  }
  let key = ''
  for (const byte of drawn.subarray(used, (used += keyBytes))) key += hexPairs[byte] ?? ''
  return key
}

/** Somebody else wrote the step that was to be written. */
export class Conflict extends Error {
  readonly error: AppError<'REVIEW_CONFLICT'>
  constructor(expected: number, found: number) {
    super('another tab wrote this step')
    this.error = { code: 'REVIEW_CONFLICT', params: { expected, found } }
  }
}

/** A step that nobody could read again: one of them would take its whole block with it. */
export class StepUnreadable extends Error {
  readonly error: AppError<'REVIEW_STEP_UNREADABLE'>
  constructor(error: AppError<'REVIEW_STEP_UNREADABLE'>) {
    super('a step could not be read again')
    this.error = error
  }
}

/** Where the steps and the new texts of a change lie. */
interface Sealing {
  readonly block: string
  readonly placed: ReadonlyMap<string, TextPlace>
}

/** Steps in blocks, and which block each case's steps are in. */
export async function sealSteps(vault: Vault, changes: readonly CaseChange[]) {
  const blockOf = new Map<CaseChange, string>()
  const rows: StoredRow[] = []
  let waiting: ReviewEvent[] = []
  let id = newBlockId()
  const pace = makePace()
  for (const [at, change] of changes.entries()) {
    blockOf.set(change, id)
    waiting.push(...change.events)
    if (waiting.length === 0 || (waiting.length < stepsAtOnce && at < changes.length - 1)) continue
    await pace()
    const readable = readableSteps(waiting)
    if (!readable.ok) throw new StepUnreadable(readable.error)
    rows.push({ id, sealed: await vault.seal(placeOfSteps(id), waiting) })
    waiting = []
    id = newBlockId()
  }
  return { blockOf, rows }
}

/** The texts of corrections and other single steps, in blocks. */
export async function sealNewTexts(vault: Vault, changes: readonly CaseChange[]) {
  const loose = changes.flatMap((change) => change.texts.flatMap((text) => ('text' in text ? [text] : [])))
  const blocks: TextBlock[] = []
  const placed = new Map<string, TextPlace>()
  const pace = makePace()
  for (let at = 0; at < loose.length; at += textsInBlock) {
    await pace()
    const block = await sealTexts(vault.sealingKey, loose.slice(at, at + textsInBlock))
    for (const [position, digest] of block.digests.entries()) placed.set(digest, { block: block.id, position })
    blocks.push(block)
  }
  return { blocks, placed }
}

/** Whether a change was planned on the trail that stands: its place fits, and its last step is the one that was seen. */
function isPlannedOn(before: CaseLine | undefined, { onto, isWhole, row, events }: CaseChange): boolean {
  const isSeen = onto === undefined || before?.last === undefined || before.last === onto
  return isSeen && (isWhole === true || (before?.row.sequence ?? 0) === row.sequence - events.length)
}

/** Payloads a line gains. */
const addedTexts = ({ texts }: CaseChange, placed: Sealing['placed']): CaseLine['texts'] =>
  texts.flatMap((text): CaseLine['texts'] => {
    const place = 'place' in text ? text.place : placed.get(text.digest)
    return place ? [[text.digest, place.block, place.position]] : []
  })

/** What of a line a change may leave as it was. */
function keptOf(before: CaseLine | undefined, { events, sync }: CaseChange): Pick<CaseLine, 'last' | 'sync'> {
  const last = events.at(-1)?.id ?? before?.last
  const known = sync ?? before?.sync
  return { ...(last !== undefined && { last }), ...(known && { sync: known }) }
}

/**
 * The line as it stands, by what the rules find now, and folded anew where that was done: whatever was done meanwhile
 * stays.
 */
function lineByCheck(before: CaseLine, change: CaseChange): CaseLine {
  const { row, findings, onto } = change
  if (!findings || before.row.standing !== row.standing) return before
  const isFolded = onto !== undefined && isPlannedOn(before, change)
  const line = isFolded ? { ...row, key: before.row.key } : before.row
  return { ...before, row: lineByFindings(line, findings) }
}

/** The line after steps; one that somebody else wrote is a conflict. */
function lineBySteps(before: CaseLine | undefined, change: CaseChange, { block, placed }: Sealing): CaseLine {
  if (!isPlannedOn(before, change)) {
    const found = before?.row.sequence ?? 0
    throw new Conflict(found + 1, change.row.sequence - change.events.length + 1)
  }
  const earlier = change.isWhole === true ? [] : (before?.steps ?? [])
  return {
    row: { ...change.row, key: before?.row.key ?? newKey() },
    steps: [...earlier, ...(change.events.length > 0 ? [block] : [])],
    texts: [...(before?.texts ?? []), ...addedTexts(change, placed)],
    ...keptOf(before, change),
  }
}

/** The line of a case after a change. */
export const lineAfter = (before: CaseLine | undefined, change: CaseChange, sealing: Sealing): CaseLine =>
  before && change.findings ? lineByCheck(before, change) : lineBySteps(before, change, sealing)
