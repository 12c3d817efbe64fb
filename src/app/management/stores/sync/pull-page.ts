import { ok, type Result } from '#core/errors/result.ts'
import { startOfLog } from '#core/sync/log-mark.ts'
import { listChanges } from '#core/sync/replication.ts'
import { type Answered, refuse } from '#core/sync/wire-answer.ts'
import { type MergedPage, mergePage } from './merge-page.ts'
import { checkPageTexts, type PageTexts } from './page-texts.ts'
import { sortPage, type SortedPage } from './sort-page.ts'
import { stateId, type SyncDesk, type SyncState } from './sync-desk.ts'
import { takeOnlinePack } from './take-online-pack.ts'

const pageSize = '200'
// Whoever writes meanwhile is somebody at this very device: soon done.
const mostAttempts = 5

/** How far a page brought this device. */
export interface Pulled {
  readonly state: SyncState
  readonly isMore: boolean
}

async function tell(
  { note }: SyncDesk,
  { people, theirs, overtaken, stopped }: MergedPage,
  texts: PageTexts,
): Promise<void> {
  const arrived = people.filter(({ kind }) => kind !== 'same').length
  if (arrived > 0) await note({ kind: 'arrived', count: arrived })
  if (theirs > 0) await note({ kind: 'theirs', count: theirs })
  for (const name of overtaken) await note({ kind: 'overtaken', name })
  for (const error of texts.refused) await note({ kind: 'refusedFile', error })
  for (const { name, error } of stopped) await note({ kind: 'stopped', name, error })
}

/** Writes what a page makes of the cases together with the place up to which it was read: all of it or nothing. */
async function writePage(
  desk: SyncDesk,
  { page, next }: { readonly page: SortedPage; readonly next: SyncState },
): Promise<Result<MergedPage & { readonly texts: PageTexts }>> {
  const texts = await checkPageTexts(desk, page)
  if (!texts.ok) return texts
  const merged = await mergePage(desk, page, texts.value)
  if (!merged.ok) return merged
  for (const { id, text } of page.slips) {
    const kept = await desk.kept.addMissing('returnSlip', id, { id, text })
    if (!kept.ok) return kept
  }
  const blocks = new Map([...texts.value.byDigest.values()].map(({ block }) => [block.id, block]))
  const state = await desk.rows.row(stateId, next)
  const written = await desk.append(merged.value.changes, undefined, {
    blocks: [...blocks.values()],
    sync: [state, ...texts.value.rows],
    settled: texts.value.settled,
  })
  return written.ok ? ok({ ...merged.value, texts: texts.value }) : written
}

/** Takes a page over; when somebody here wrote meanwhile, it is merged again into what stands now. */
async function takePage(desk: SyncDesk, page: SortedPage, next: SyncState): Promise<Answered<SyncState>> {
  for (let attempt = 1; ; attempt += 1) {
    const written = await writePage(desk, { page, next })
    if (written.ok) {
      await tell(desk, written.value, written.value.texts)
      return ok(next)
    }
    const isOvertaken = written.error.code === 'REVIEW_CONFLICT'
    if (!isOvertaken || attempt === mostAttempts) return refuse('needsPerson', written)
  }
}

/** One page of what happened on the server, taken over and written down. */
export async function pullPage(desk: SyncDesk, state: SyncState): Promise<Answered<Pulled>> {
  const { orgId, cursor } = state
  const query = { orgId, after: String(cursor), limit: pageSize, mark: state.mark ?? startOfLog }
  const answer = await desk.server.ask(listChanges, { query })
  if (!answer.ok) return answer
  const page = await sortPage(answer.value, desk.secret)
  const met = { ...state, cursor: Math.max(page.until, cursor), metAt: desk.now() }
  const { mark } = answer.value
  const seen = { ...met, ...(mark !== undefined && { mark }) }
  // The mark is of the place behind the pack: it counts once that is taken.
  const taken = await takePage(desk, page, page.pack ? met : seen)
  if (!taken.ok) return taken
  const after = page.pack ? await takeOnlinePack(desk, { ...seen, cursor: page.pack.position }, page.pack) : taken
  return after.ok ? ok({ state: after.value, isMore: after.value.cursor < answer.value.head }) : after
}
