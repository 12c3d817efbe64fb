import { makeReceivePlan } from '#app/management/stores/receive-plan.ts'
import type { CaseStorage, ListedCase } from '#app/platform/storage/case-storage.ts'
import { ok } from '#core/errors/result.ts'
import { lineOf } from '#core/review/case-row.ts'
import { makePeopleIndex } from '#core/review/people-index.ts'
import { caseOf } from '#core/review/review-case.ts'
import type { ReviewEvent, ReviewStep } from '#core/review/review-event.ts'
import { noFindings } from './case-rows.ts'
import { arrivalOf, aTrail } from './review-events.ts'
import { aBureau } from './units.ts'

/** A unit below. */
export const school = '北流市第一中学'

export const digest = (letter: string): string => letter.repeat(64)
export const from = (letter: string, unit?: string, revision = 1): ReviewStep => ({
  ...arrivalOf(letter, revision),
  ...(unit !== undefined && { unit }),
})
/** What the school's pack says it no longer reports. */
export const withdrawalOf = (digests: ReadonlySet<string>, formerly: readonly string[] = []) => ({
  digests,
  unit: school,
  pack: digest('e'),
  formerly,
  reason: '撤回',
  replacing: '改报',
  reported: new Set<string>(),
})

/** A submission of the person who goes by this name. */
export function arrivingAs(name: string, employer: string, letter: string, revision = 1) {
  const facts = { recordId: `record of ${name}`, idNumber: name, name, birthDate: '', gender: '', employer, mobile: '' }
  return { ...facts, digest: digest(letter), revision, signer: 'device', corrections: 0 }
}

/** A level above that holds these people, by the steps of their trails. */
export function aLevelHolding(
  trails: Readonly<Record<string, readonly ReviewStep[]>>,
  renumbered: Readonly<Record<string, string>> = {},
  texts: Readonly<Record<string, string>> = {},
  isLowerUnit?: (name: string) => boolean,
) {
  const eventsOf = new Map<string, readonly ReviewEvent[]>()
  const people = makePeopleIndex<ListedCase>((name) => [name])
  for (const [name, steps] of Object.entries(trails)) {
    const caseId = `id:${name}`
    const events = aTrail(steps, 1, caseId)
    const standing = caseOf(events)
    if (!standing.ok) throw new Error(standing.error.code)
    eventsOf.set(caseId, events)
    const idNumber = renumbered[name] ?? name
    const facts = { idNumber, name, birthDate: '', gender: '', employer: school, mobile: '', revision: 1 }
    people.put([{ ...lineOf(standing.value, facts, noFindings), key: name }])
  }
  const missing = (): never => {
    throw new Error('a withdrawal reads trails, and the text of what counts instead')
  }
  const cases: CaseStorage = {
    rows: missing,
    trail: async (caseId) => ok(eventsOf.get(caseId) ?? []),
    trails: missing,
    text: async (asked) => ok(texts[asked]),
    original: missing,
    files: missing,
    whole: missing,
    synced: missing,
    held: async (asked) => ok(new Set(asked)),
    appended: missing,
    places: missing,
    texts: missing,
    append: missing,
    stage: missing,
    unstage: missing,
    onChange: missing,
    close: missing,
    packs: missing,
  }
  const [reviewer, ownName] = [{ by: '黄采集', at: 1 }, aBureau.name]
  return makeReceivePlan({ cases, people, reviewer, ownName, ...(isLowerUnit && { isLowerUnit }) })
}

/** What becomes of these people when the school no longer reports anybody whose digest is in the text. */
export async function afterWithdrawal(
  trails: Parameters<typeof aLevelHolding>[0],
  letters: string,
  {
    formerly,
    texts,
  }: { readonly formerly?: readonly string[]; readonly texts?: Readonly<Record<string, string>> } = {},
) {
  const plan = aLevelHolding(trails, {}, texts)
  const withdrawn = await plan.withdraw(withdrawalOf(new Set([...letters].map(digest)), formerly))
  if (!withdrawn.ok) throw new Error(withdrawn.error.code)
  const told = withdrawn.value.map(({ name, kind, notes }) => [name, kind, ...notes].join(' ')).sort()
  return { told, changes: [...plan.changes()].sort((a, b) => (a.row.caseId < b.row.caseId ? -1 : 1)) }
}

export const kindsOf = ({ events }: { readonly events: readonly ReviewEvent[] }) => events.map(({ step }) => step.kind)
