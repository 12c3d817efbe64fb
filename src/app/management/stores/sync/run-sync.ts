import { ok } from '#core/errors/result.ts'
import { type Answered, refuse } from '#core/sync/wire-answer.ts'
import { beginAgain } from './begin-again.ts'
import { compareAnew } from './compare-anew.ts'
import { dropPieces } from './fetch-pack.ts'
import { learnHalfway } from './learn-halfway.ts'
import { learnParent } from './learn-parent.ts'
import { learnPacks, settleAnswered } from './learn-packs.ts'
import { pullPage } from './pull-page.ts'
import { pushSlips } from './push-slips.ts'
import { isWaiting, pushSteps } from './push-steps.ts'
import { takeLateFiles } from './take-late-files.ts'
import { takeLatePacks } from './take-late-packs.ts'
import type { SyncDesk, SyncState } from './sync-desk.ts'
import { announcePacks, uploadPacks } from './upload-packs.ts'

const mostIdleRounds = 3

/** Takes over everything that happened up to now. */
async function pullAll(desk: SyncDesk, from: SyncState): Promise<Answered<SyncState>> {
  let state = from
  for (;;) {
    const pulled = await pullPage(desk, state)
    if (!pulled.ok) return pulled
    state = pulled.value.state
    if (!pulled.value.isMore || !desk.goesOn()) return ok(state)
  }
}

/** The same; from the beginning, when the server was restored from a backup older than what was taken over. */
async function pullWhatIsThere(desk: SyncDesk, state: SyncState): Promise<Answered<SyncState>> {
  const pulled = await pullAll(desk, state)
  if (pulled.ok || pulled.error.code !== 'SERVER_LOG_OTHER') return pulled
  const again = await beginAgain(desk, state)
  return again.ok ? pullAll(desk, again.value) : again
}

/** How far the cases here are with the server, once all that happened there is taken over. */
interface Standing {
  readonly state: SyncState
  readonly isWaiting: boolean
  /** Steps of all cases that stand on the server, in its order. */
  readonly confirmed: number
}

async function pullAndLook(desk: SyncDesk, from: SyncState): Promise<Answered<Standing>> {
  const pulled = await pullWhatIsThere(desk, from)
  if (!pulled.ok) return pulled
  // Everything is here: what came of a pack that was taken, or that the server no longer has, is done with.
  const dropped = desk.goesOn() ? await dropPieces(desk.rows) : ok(undefined)
  if (!dropped.ok) return refuse('needsPerson', dropped)
  const synced = await desk.cases.synced()
  if (!synced.ok) return refuse('needsPerson', synced)
  const confirmed = synced.value.reduce((sum, { sync }) => sum + sync.confirmed, 0)
  return ok({ state: pulled.value, isWaiting: synced.value.some(isWaiting), confirmed })
}

/**
 * Pulls and pushes in turn until nothing of one's own is left, or nothing more comes to stand; what others did first
 * comes in between. Also says whether the server took steps that it does not tell of.
 */
async function pushAll(desk: SyncDesk, from: SyncState): Promise<Answered<{ state: SyncState; isUntold: boolean }>> {
  let [state, idle, sent, accepted, isUntold] = [from, 0, 0, 0, false]
  let confirmed: number | undefined
  for (;;) {
    const pulled = await pullAndLook(desk, state)
    if (!pulled.ok) return pulled
    const isFurther = pulled.value.confirmed !== confirmed
    idle = isFurther ? 0 : idle + 1
    if (isFurther) sent += accepted
    state = pulled.value.state
    confirmed = pulled.value.confirmed
    if (!pulled.value.isWaiting || !desk.goesOn()) break
    isUntold = idle === mostIdleRounds && accepted > 0
    if (idle === mostIdleRounds) break
    const pushed = await pushSteps(desk, state)
    if (!pushed.ok) return pushed
    accepted = pushed.value
  }
  if (sent > 0) await desk.note({ kind: 'sent', count: sent })
  return ok({ state, isUntold })
}

/** The same; what the server took and does not tell of lies before the place it was read up to: all is read anew. */
async function exchangeSteps(desk: SyncDesk, from: SyncState): Promise<Answered<SyncState>> {
  const done = await pushAll(desk, from)
  if (!done.ok || !done.value.isUntold || !desk.goesOn()) return done.ok ? ok(done.value.state) : done
  const anew = await compareAnew(desk, done.value.state)
  const again = anew.ok ? await pushAll(desk, anew.value) : anew
  return again.ok ? ok(again.value.state) : again
}

/** What could not be taken before; what colleagues did to it was passed over meanwhile, and is read again. */
async function takeLate(desk: SyncDesk, state: SyncState): Promise<Answered<SyncState>> {
  const files = await takeLateFiles(desk)
  if (!files.ok) return refuse('needsPerson', files)
  const packs = await takeLatePacks(desk, state)
  if (!packs.ok) return packs
  return files.value + packs.value > 0 ? compareAnew(desk, state) : ok(state)
}

/** One whole run: files and packs that could not be taken before, whom the unit reports to, what became of the unit's packs and which are to come, what others did, what is one's own, slips, packs. */
export async function runSync(desk: SyncDesk, from: SyncState): Promise<Answered<SyncState>> {
  const began = await takeLate(desk, from)
  if (!began.ok) return began
  const placed = await learnParent(desk, began.value)
  if (!placed.ok) return placed
  const state = placed.value
  const learned = await learnPacks(desk, state)
  if (!learned.ok) return learned
  const halfway = await learnHalfway(desk, state)
  if (!halfway.ok) return halfway
  const announced = await announcePacks(desk, state)
  if (!announced.ok) return announced
  const exchanged = await exchangeSteps(desk, state)
  if (!exchanged.ok) return exchanged
  const settled = await settleAnswered(desk)
  if (!settled.ok) return settled
  const slips = await pushSlips(desk)
  if (!slips.ok) return slips
  const packs = await uploadPacks(desk, exchanged.value)
  return packs.ok ? exchanged : packs
}
