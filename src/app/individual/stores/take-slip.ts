import type { SyncLine, SyncLog } from '#app/platform/sync-client/sync-log.ts'
import type { Result } from '#core/errors/result.ts'
import type { WaitingSlip } from '#core/sync/return-slips.ts'
import { slipFate } from './slip-fate.ts'
import type { MatchedSlip } from './useReturnSlipStore.ts'

interface Taking {
  readonly log: Pick<SyncLog, 'append'>
  readonly now: number
  readonly read: (file: string) => Promise<Result<MatchedSlip>>
  readonly isKept: (matched: MatchedSlip) => Promise<boolean>
  readonly keep: (matched: MatchedSlip) => Promise<boolean>
  /** Slips of which the log tells already: those behind one that waits come again each time. */
  readonly told: Set<string>
}

/** A slip that waits for its task, and the draft it is about. */
export interface LeftWaiting {
  readonly draftId: string
  readonly line: SyncLine
}

/** What became of a slip: it is dealt with, or must be read again later, for want of its task or for another reason. */
type Taken = 'done' | 'later' | LeftWaiting

function lineAbout(read: Result<MatchedSlip>): Pick<SyncLine, 'personName' | 'revision' | 'error'> {
  if (!read.ok) return { personName: '', revision: 0, error: read.error }
  return { personName: read.value.personName, revision: read.value.slip.content.revision }
}

const matchedIn = (read: Result<MatchedSlip>): MatchedSlip | undefined => (read.ok ? read.value : undefined)

const kindByFate = { keep: 'returned', leave: 'slipLeft', untilTask: 'slipWaits' } as const

/** Deals with one slip from the server, and tells of it in the log. */
export async function takeSlip({ file }: Pick<WaitingSlip, 'file'>, taking: Taking): Promise<Taken> {
  const read = await taking.read(file)
  const fate = slipFate(read)
  if (fate === 'later') return 'later'
  const matched = matchedIn(read)
  // One behind a slip that waits comes again each time, all do from a server that was restored, and what the person took
  // from a file needs no task any more.
  if (fate !== 'leave' && matched && (await taking.isKept(matched))) return 'done'
  if (fate === 'keep' && matched && !(await taking.keep(matched))) return 'later'
  const line = { at: taking.now, kind: kindByFate[fate], ...lineAbout(read) }
  if (fate === 'keep' || !taking.told.has(file)) await taking.log.append(line, matched)
  taking.told.add(file)
  return fate === 'untilTask' && matched ? { draftId: matched.draftId, line } : 'done'
}
