import type { TextBlock } from '#app/platform/unit/text-block.ts'
import { ok, type Result } from '#core/errors/result.ts'
import { unitSyncWords as words } from '../../words/unit-sync.zh-CN.ts'
import { makeReceivePlan } from '../receive-plan.ts'
import { markAtServer } from './at-server.ts'
import { checkTexts } from './checked-texts.ts'
import { isArrivalRow, prefixes, refusedFileSchema } from './page-texts.ts'
import type { SyncDesk } from './sync-desk.ts'

/**
 * Plans what can be taken by now; `settled` names the rows that are done with. What a colleague made of a submission came
 * by a step of theirs, which is read again with it, and is nothing that anybody handed in.
 */
async function planLate(desk: SyncDesk, late: readonly Parameters<typeof isArrivalRow>[0][]) {
  const verdicts = await checkTexts(
    desk,
    late.map(({ value }) => value.file),
  )
  if (!verdicts.ok) return verdicts
  const [people, ownName] = [desk.people(), desk.unit.unit.name]
  const plan = makeReceivePlan({ cases: desk.cases, people, reviewer: desk.reviewer(), ownName })
  const settled: string[] = []
  const blocks = new Map<string, TextBlock>()
  for (const [at, verdict] of verdicts.value.entries()) {
    const row = late[at]
    if (!verdict.ok || row === undefined) continue
    settled.push(row.id)
    if (!isArrivalRow(row)) continue
    const { block } = verdict.value
    const received = await plan.receive(verdict.value, block, { fileName: words.fileName })
    if (!received.ok) return received
    blocks.set(block.id, block)
  }
  return ok({ changes: plan.changes(), blocks: [...blocks.values()], settled })
}

/** Files from the server that were refused before are tried again: a newer app or scheme may know them. How many were taken. */
export async function takeLateFiles(desk: SyncDesk): Promise<Result<number>> {
  const refused = await desk.rows.list(prefixes.refused, refusedFileSchema)
  if (!refused.ok || refused.value.length === 0) return refused.ok ? ok(0) : refused
  const planned = await planLate(desk, refused.value)
  const synced = await desk.cases.synced()
  if (!planned.ok) return planned
  if (!synced.ok || planned.value.settled.length === 0) return synced.ok ? ok(0) : synced
  const { changes, blocks, settled } = planned.value
  const written = await desk.append(markAtServer(changes, synced.value), undefined, { blocks, settled })
  if (written.ok) await desk.note({ kind: 'arrived', count: settled.length })
  if (written.ok) return ok(settled.length)
  // Whoever writes meanwhile goes first: next time.
  return written.error.code === 'REVIEW_CONFLICT' ? ok(0) : written
}
