import type { CaseStorage } from '#app/platform/storage/case-storage.ts'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { usePlatform } from '#app/shared/platform.ts'
import { useSchemeStore } from '#app/shared/scheme/useSchemeStore.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import type { ReturnComment } from '#core/return-slip/return-slip.ts'
import { type CaseRow, rowAfterStep, whatKeepsFromPassing } from '#core/review/case-row.ts'
import type { WantedCorrection } from '#core/review/correct-submission.ts'
import { checkInUnit } from '#core/review/unit-checks.ts'
import type { ChecklistItem, ReviewStep } from '#core/review/review-event.ts'
import { contentOf } from '#core/submission/content-of.ts'
import type { SubmissionContent } from '#core/submission/submission.ts'
import { alsoWhenChanged } from './also-when-changed.ts'
import { makeReturnSlip, trailFile } from './case-papers.ts'
import { choosingSteps, correctingStep, openCase, type OpenedCase, takeSteps, tickingSteps } from './case-steps.ts'
import { forgetWhenLocked } from './forget-when-locked.ts'
import { makeTurnsOfPerson } from './in-turn.ts'
import { useSchemeInUse } from './scheme-in-use.ts'
import { useCaseListStore } from './useCaseListStore.ts'
import { useRegisterStore } from './useRegisterStore.ts'
import { useUnitStore } from './useUnitStore.ts'

const payloadMissing: AppError = { code: 'SYNC_PAYLOAD_MISSING', params: {} }

/** Every payload of a case by digest, and why of those that cannot be read. */
async function readContents(cases: CaseStorage, { standing }: OpenedCase) {
  const [read, unread] = [new Map<string, SubmissionContent>(), new Map<string, AppError>()]
  for (const { digest } of [...standing.revisions, ...standing.corrections]) {
    const text = await cases.text(digest)
    if (!text.ok) unread.set(digest, text.error)
    else if (text.value === undefined) unread.set(digest, payloadMissing)
    else read.set(digest, contentOf(text.value))
  }
  return { read, unread }
}

/** Whether a case may be passed: what is undecided its trail tells, for its line may be from before that was read there. */
function passable(line: CaseRow, { standing }: OpenedCase): Result<void> {
  const row = rowAfterStep(line, standing)
  const why = whatKeepsFromPassing(row)
  const { errors, unticked, disputed, strangers = 0 } = row
  const counts = { errors, strangers, unticked, disputed: disputed.length, state: 0 }
  return why === undefined ? ok(undefined) : fail('CASE_NOT_PASSABLE', { why, count: counts[why] })
}

/** The person on the desk: the trail, the payload that counts, the rules' findings, and every step that can be taken. */
export const useCaseStore = defineStore('case', () => {
  const { clock, files } = usePlatform()
  const scheme = useSchemeStore()
  const units = useUnitStore()
  const list = useCaseListStore()
  const registered = useRegisterStore()
  const inUse = useSchemeInUse()
  const key = ref('')
  const opened = shallowRef<OpenedCase>()
  const contents = shallowRef<ReadonlyMap<string, SubmissionContent>>(new Map())
  const unread = shallowRef<ReadonlyMap<string, AppError>>(new Map())
  const error = shallowRef<AppError>()
  const row = computed(() => list.byKey.get(key.value))
  const content = computed(() => contents.value.get(opened.value?.standing.standing ?? ''))
  /** What the rules of the scheme find, and what only a unit can see (B32, B33, B53, M17). */
  const issues = computed(() => {
    if (!content.value || !row.value) return []
    const { record } = content.value
    const otherWithMobile = list.people().mobiles.other(row.value)?.name
    const inUnit = checkInUnit(record, { register: registered.official, otherWithMobile })
    return [...(scheme.engine?.check(record, { today: clock.today() }) ?? []), ...inUnit, ...inUse.renamedIn(record)]
  })
  const note = (result: Result<unknown>): boolean => {
    error.value = result.ok ? undefined : result.error
    return result.ok
  }

  /** The content in sight: read when a step is asked for, as something else may be here by its turn. */
  const standingDigest = (): string => opened.value?.standing.standing ?? ''
  const isReadable = (digest: string): boolean =>
    note(contents.value.has(digest) ? ok(undefined) : { ok: false, error: unread.value.get(digest) ?? payloadMissing })

  /** Opens the case by the name it goes by outside the store. */
  async function open(caseKey: string): Promise<void> {
    // The same case read again stays in sight: a dialog that stands open keeps what was typed.
    if (key.value !== caseKey) opened.value = undefined
    key.value = caseKey
    error.value = undefined
    const cases = units.cases()
    if (!row.value || !cases.ok) return
    const read = await openCase(cases.value, row.value.caseId)
    if (!note(read) || !read.ok) return
    const texts = await readContents(cases.value, read.value)
    if (key.value !== caseKey) return
    contents.value = texts.read
    unread.value = texts.unread
    opened.value = read.value
    error.value = unread.value.get(standingDigest())
  }

  /** Writes steps that leave the payload, or come with a new one. */
  async function take(
    steps: readonly ReviewStep[],
    next?: { text: string; digest: string; content: SubmissionContent },
  ) {
    const before = opened.value
    const line = row.value
    if (!before || !line) return false
    const taken = takeSteps(before.standing, steps, { by: units.user, at: clock.now() })
    if (!note(taken) || !taken.ok) return false
    const after = taken.value.standing
    const changed = inUse.lineAfter(line, after, next?.content ?? contents.value.get(after.standing))
    if (!changed) return isReadable(after.standing)
    const change = {
      events: taken.value.events,
      row: changed,
      texts: next ? [{ digest: next.digest, text: next.text }] : [],
      onto: before.standing.last,
    }
    const isWritten = note(await list.append([change]))
    const failed = error.value
    await open(key.value)
    if (failed) error.value = failed
    return isWritten
  }

  /** Puts a case on the desk; what was only received is being checked from now on. */
  async function begin(caseKey: string): Promise<void> {
    await open(caseKey)
    if (opened.value?.standing.state === 'received') await take([{ kind: 'opened' }])
  }

  const tick = (item: ChecklistItem, isTicked: boolean): Promise<boolean> => take([{ kind: 'ticked', item, isTicked }])

  const tickAll = (): Promise<boolean> => take(tickingSteps(opened.value?.standing))

  /** Whether what counts still is what was looked at: its paths may mean something else in anything newer. */
  const isAsSeen = (seen: string): boolean =>
    opened.value !== undefined &&
    note(seen === standingDigest() ? ok(undefined) : fail('REVIEW_CONTENT_NEWER', {})) &&
    isReadable(seen)

  async function pass(seen: string): Promise<boolean> {
    if (!isAsSeen(seen)) return false
    const [line, standing, before] = [row.value, content.value, opened.value]
    const now = line && standing ? await inUse.lineNow(line, standing) : undefined
    if (!before || !now || !note(now) || !now.ok) return false
    return note(passable(now.value, before)) && take([{ kind: 'passed', digest: standingDigest() }])
  }

  /** 退回: a slip signed by the unit as a file, and the case waits for the next revision. */
  async function sendBack(comments: readonly ReturnComment[], seen: string): Promise<boolean> {
    const unit = units.stored
    const standing = opened.value?.standing
    if (!unit || !standing || !isAsSeen(seen) || !content.value) return false
    const made = await makeReturnSlip({ standing, content: content.value, comments, at: clock.now() }, unit)
    if (!note(made) || !made.ok) return false
    const { id, text, fileName } = made.value
    const step = { kind: 'returned', digest: standing.standing, slip: id, comments: comments.length } as const
    const kept = units.kept()
    if (!kept.ok || !note(await kept.value.put('returnSlip', id, { id, text }))) return false
    if (!(await take([step]))) return false
    await files.save({ fileName, text, type: 'application/json' })
    return true
  }

  async function correct(wanted: readonly WantedCorrection[], seen: string): Promise<boolean> {
    const unit = units.stored
    if (!unit || !isAsSeen(seen) || !content.value) return false
    const who = { by: units.user, at: new Date(clock.now()).toISOString(), key: unit.keys.signing, named: inUse.named }
    const made = await correctingStep({ content: content.value, digest: seen }, wanted, who)
    return note(made) && made.ok && take([made.value.step], made.value.next)
  }

  const reopen = (reason: string) => take([{ kind: 'reopened', reason }])
  const setAside = (reason: string) => take([{ kind: 'setAside', reason }])
  const takeBack = () => take([{ kind: 'takenBack' }])
  const choose = async (digest: string, reason: string, unit?: string) =>
    opened.value !== undefined && take(choosingSteps(opened.value.standing, { digest, reason, unit }))

  /** Reads the case on the desk anew, when somebody elsewhere has worked on it. */
  async function refreshIfChanged(): Promise<void> {
    const cases = units.cases()
    if (!row.value || !cases.ok || !opened.value) return
    const trail = await cases.value.trail(row.value.caseId)
    if (trail.ok && trail.value.at(-1)?.id !== opened.value.standing.last) await open(key.value)
  }

  /** The trail as a file, a line a step, for whoever asks who did what. */
  const exportTrail = (): Promise<void> => files.save(trailFile(row.value?.name ?? '', opened.value?.trail ?? []))

  const { inTurn, ofPerson } = makeTurnsOfPerson(
    () => key.value,
    () => note(fail('REVIEW_CONTENT_NEWER', {})),
  )

  forgetWhenLocked(() => {
    // Whoever is being read comes too late.
    key.value = ''
    opened.value = undefined
    contents.value = new Map()
  })

  return {
    key,
    row,
    opened,
    contents,
    unread,
    content,
    issues,
    error,
    standingDigest,
    begin: inTurn(begin),
    refreshIfChanged: alsoWhenChanged(() => row.value, inTurn(refreshIfChanged)),
    tick: ofPerson(tick),
    tickAll: ofPerson(tickAll),
    pass: ofPerson(pass),
    sendBack: ofPerson(sendBack),
    correct: ofPerson(correct),
    reopen: ofPerson(reopen),
    setAside: ofPerson(setAside),
    takeBack: ofPerson(takeBack),
    choose: ofPerson(choose),
    exportTrail,
  }
})
