import type { SyncedCase } from '#app/platform/storage/case-storage.ts'
import type { CaseChange } from '#app/platform/storage/case-storage.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import { type CaseRow, lineOf, rowAfterStep } from '#core/review/case-row.ts'
import { caseIdOf } from '#core/review/identity.ts'
import type { ReviewCase } from '#core/review/review-case.ts'
import type { ReviewEvent } from '#core/review/review-event.ts'
import { type CaseSync, notSynced } from '#core/sync/case-sync.ts'
import { type Rebased, takeTheirSteps } from '#core/sync/rebase-trail.ts'
import { blindCaseId } from '#core/sync/unit-secret.ts'
import { unitSyncWords as words } from '../../words/unit-sync.zh-CN.ts'
import { makeReceivePlan } from '../receive-plan.ts'
import type { ReceivedPerson } from '../received-person.ts'
import { makeWaitingCases, type WaitingCases } from '../waiting-cases.ts'
import { type CheckedText, checkTexts, placeOf } from './checked-texts.ts'
import type { PageTexts } from './page-texts.ts'
import { stopErrors, type StopReason } from './stop-errors.ts'
import type { SortedPage } from './sort-page.ts'
import type { SyncDesk } from './sync-desk.ts'

/** What a page makes of the cases here, ready to be written. */
export interface MergedPage {
  readonly changes: readonly CaseChange[]
  readonly people: readonly ReceivedPerson[]
  /** Steps of others that came to stand. */
  readonly theirs: number
  /** People with steps of one's own that did not. */
  readonly overtaken: readonly string[]
  /** Cases that do not follow the server any more, each with the reason. */
  readonly stopped: readonly { readonly name: string; readonly error: AppError }[]
}

/** The steps a case has now are behind those it had, or its trail is written anew. */
function writtenAs(
  before: readonly ReviewEvent[],
  { trail }: Rebased,
): Pick<CaseChange, 'events' | 'isWhole' | 'onto'> {
  const isLonger = before.every(({ id }, at) => trail[at]?.id === id)
  const onto = before.at(-1)?.id ?? ''
  return isLonger ? { events: trail.slice(before.length), onto } : { events: trail, isWhole: true, onto }
}

/** What is known of a case and its server after others' steps. */
function syncAfter(
  before: CaseSync,
  own: ReadonlySet<string>,
  rebased: Rebased,
  theirs: readonly ReviewEvent[],
): CaseSync {
  const { trail, confirmed, overtaken } = rebased
  const open = new Set(trail.slice(confirmed).flatMap(({ step }) => ('digest' in step ? [step.digest] : [])))
  const slips = theirs.flatMap(({ id, step }) => (own.has(id) && step.kind === 'returned' ? [step.slip] : []))
  return {
    ...before,
    confirmed,
    atServer: before.atServer.filter((digest) => open.has(digest)),
    overtaken: [...before.overtaken, ...overtaken],
    slips: [...before.slips, ...slips],
  }
}

/** Merges one page into the cases as they stand; nothing is written yet. */
class PageMerge {
  readonly #desk: SyncDesk
  readonly #page: SortedPage
  readonly #texts: PageTexts
  readonly #waiting: WaitingCases
  readonly #plan: ReturnType<typeof makeReceivePlan>
  readonly #synced: ReadonlyMap<string, SyncedCase>
  readonly #held: ReadonlySet<string>
  readonly stopped: { name: string; error: AppError }[] = []
  readonly overtaken: string[] = []
  theirs = 0

  constructor(
    desk: SyncDesk,
    { page, texts }: { readonly page: SortedPage; readonly texts: PageTexts },
    { synced, held }: { readonly synced: ReadonlyMap<string, SyncedCase>; readonly held: ReadonlySet<string> },
  ) {
    const receiving = {
      cases: desk.cases,
      people: desk.people(),
      reviewer: desk.reviewer(),
      ownName: desk.unit.unit.name,
    }
    this.#desk = desk
    this.#page = page
    this.#texts = texts
    this.#waiting = makeWaitingCases(receiving)
    this.#plan = makeReceivePlan(receiving, this.#waiting)
    this.#synced = synced
    this.#held = held
  }

  get changes(): readonly CaseChange[] {
    return this.#plan.changes()
  }

  #syncOf(caseId: string): CaseSync {
    return this.#waiting.waiting.get(caseId)?.sync ?? this.#synced.get(caseId)?.sync ?? notSynced
  }

  /** The line of a case as it is listed; one that the store has and the list has not yet is for a later attempt. */
  #rowOf(caseId: string): Result<CaseRow | undefined> {
    const row = this.#waiting.rowOf(caseId)
    const known = row ? undefined : this.#synced.get(caseId)
    return known ? fail('REVIEW_CONFLICT', { expected: 0, found: known.row.sequence }) : ok(row)
  }

  async stop(caseId: string, why: StopReason): Promise<Result<void>> {
    const listed = this.#rowOf(caseId)
    if (!listed.ok) return listed
    const row = listed.value
    this.stopped.push({ name: row?.name ?? '', error: stopErrors[why] })
    const standing = row && (await this.#waiting.standingOf(caseId))
    if (!row || !standing?.ok || !standing.value) return ok(undefined)
    const sync = { ...this.#syncOf(caseId), stopped: why }
    this.#waiting.add({ standing: standing.value, row, events: [], texts: [], sync })
    return ok(undefined)
  }

  /** The payload that counts from now on: of this page, or one that was kept before. */
  async #payload(digest: string): Promise<Result<CheckedText | undefined>> {
    const fresh = this.#texts.byDigest.get(digest)
    if (fresh) return ok(fresh)
    const kept = await this.#desk.cases.text(digest)
    if (!kept.ok || kept.value === undefined) return kept.ok ? ok(undefined) : kept
    const checked = await checkTexts(this.#desk, [kept.value])
    if (!checked.ok) return checked
    const [verdict] = checked.value
    return verdict?.ok ? ok(verdict.value) : fail('SYNC_PAYLOAD_MISSING', {})
  }

  async #rowAfter(standing: ReviewCase, before: CaseRow | undefined): Promise<Result<CaseRow | undefined>> {
    if (before?.standing === standing.standing) return ok(rowAfterStep(before, standing))
    const payload = await this.#payload(standing.standing)
    if (!payload.ok) return payload
    return ok(payload.value && lineOf(standing, payload.value.arriving, payload.value.findings))
  }

  /** Payloads that others' steps brought and that are not here yet. */
  #newTexts(theirs: readonly ReviewEvent[]): CaseChange['texts'] {
    const digests = new Set(theirs.flatMap(({ step }) => ('digest' in step ? [step.digest] : [])))
    return [...digests].flatMap((digest) => {
      const found = this.#held.has(digest) ? undefined : this.#texts.byDigest.get(digest)
      return found ? [placeOf(found)] : []
    })
  }

  /** A case as it is here, with its steps. */
  async #known(caseId: string): Promise<Result<{ row: CaseRow | undefined; trail: readonly ReviewEvent[] }>> {
    const listed = this.#rowOf(caseId)
    if (!listed.ok) return listed
    const trail = listed.value ? await this.#desk.cases.trail(caseId) : ok([])
    return trail.ok ? ok({ row: listed.value, trail: trail.value }) : trail
  }

  /** Takes the steps of the server into one case. */
  async takeSteps(caseId: string, theirs: readonly ReviewEvent[]): Promise<Result<void>> {
    const sync = this.#syncOf(caseId)
    if (sync.stopped) return ok(undefined)
    const known = await this.#known(caseId)
    if (!known.ok) return known
    const { row: before, trail } = known.value
    const rebased = takeTheirSteps({ trail, confirmed: sync.confirmed }, theirs)
    const standing = rebased.ok ? rebased.value.standing : undefined
    if (!rebased.ok || !standing) return this.stop(caseId, 'differs')
    const row = await this.#rowAfter(standing, before)
    if (!row.ok && row.error.code !== 'SYNC_PAYLOAD_MISSING') return row
    if (!row.ok || !row.value) return this.stop(caseId, 'payload')
    const own = new Set(trail.slice(sync.confirmed).map(({ id }) => id))
    this.theirs += theirs.filter(({ id, sequence }) => sequence > sync.confirmed && !own.has(id)).length
    if (rebased.value.overtaken.length > 0) this.overtaken.push(row.value.name)
    this.#waiting.add({
      ...writtenAs(trail, rebased.value),
      standing,
      row: row.value,
      texts: this.#newTexts(theirs),
      sync: syncAfter(sync, own, rebased.value, theirs),
    })
    return ok(undefined)
  }

  /** Takes a submission that came over the network as a file that was chosen; the server has its payload. */
  async takeArrival(checked: CheckedText): Promise<Result<ReceivedPerson | undefined>> {
    const { arriving, block } = checked
    const caseId = caseIdOf(arriving)
    const standing = await this.#waiting.standingOf(caseId)
    if (!standing.ok) return standing
    const isKnown = standing.value?.revisions.some(({ digest }) => digest === arriving.digest) === true
    const received = isKnown ? ok(undefined) : await this.#plan.receive(checked, block, { fileName: words.fileName })
    if (!received.ok) return received
    const noted = await this.#noteAtServer(caseId, checked)
    return noted.ok ? received : noted
  }

  /** Notes that the server has this payload, and keeps it when nothing else did. */
  async #noteAtServer(caseId: string, checked: CheckedText): Promise<Result<void>> {
    const { digest } = checked.arriving
    const standing = await this.#waiting.standingOf(caseId)
    const row = this.#waiting.rowOf(caseId)
    if (!standing.ok || !standing.value || !row) return standing.ok ? ok(undefined) : standing
    const waiting = this.#waiting.waiting.get(caseId)?.texts ?? []
    const isKept = this.#held.has(digest) || waiting.some((text) => text.digest === digest)
    const sync = this.#syncOf(caseId)
    this.#waiting.add({
      standing: standing.value,
      row,
      events: [],
      texts: isKept ? [] : [placeOf(checked)],
      sync: { ...sync, atServer: [...new Set([...sync.atServer, digest])] },
    })
    return ok(undefined)
  }

  /** Cases that must not be followed any more: of which something was erased, or cannot be opened. */
  async stopOthers(): Promise<Result<void>> {
    const { erased, unreadable } = this.#page
    for (const { row, sync } of erased.size > 0 || unreadable.size > 0 ? this.#synced.values() : []) {
      if (sync.stopped) continue
      const isErased = erased.has(row.standing)
      if (!isErased && !(unreadable.size > 0 && unreadable.has(await blindCaseId(this.#desk.secret, row.caseId))))
        continue
      const stopped = await this.stop(row.caseId, isErased ? 'erased' : 'unreadable')
      if (!stopped.ok) return stopped
    }
    return ok(undefined)
  }
}

/** What a page of changes makes of the cases: first what stands on the server, then what came in. */
export async function mergePage(desk: SyncDesk, page: SortedPage, texts: PageTexts): Promise<Result<MergedPage>> {
  const cases = await desk.cases.synced()
  if (!cases.ok) return cases
  const digests = [...texts.byDigest.keys()]
  const held = await desk.cases.held(digests)
  if (!held.ok) return held
  const synced = new Map(cases.value.map((each) => [each.row.caseId, each]))
  const merge = new PageMerge(desk, { page, texts }, { synced, held: held.value })
  const others = await merge.stopOthers()
  if (!others.ok) return others
  for (const [caseId, theirs] of page.steps) {
    const taken = await merge.takeSteps(caseId, theirs)
    if (!taken.ok) return taken
  }
  const people: ReceivedPerson[] = []
  for (const checked of texts.arrived) {
    const taken = await merge.takeArrival(checked)
    if (!taken.ok) return taken
    if (taken.value) people.push(taken.value)
  }
  const { changes, theirs, overtaken, stopped } = merge
  return ok({ changes, people, theirs, overtaken, stopped })
}
