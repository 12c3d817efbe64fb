import type { Clock } from '#app/platform/clock/clock.ts'
import type { Draft, DraftChange, NewDraft } from '#app/platform/storage/draft-storage.ts'
import type { Result } from '#core/errors/result.ts'
import { aPerson } from './people.ts'

/** A new draft of a person of this name, under an id of its own. */
export function aNewDraft(name: string): NewDraft {
  const id = crypto.randomUUID()
  return { id, record: aPerson({ id, basic: { name } }) }
}

/** The change that gives a draft this name. */
export function aDraftChange(draft: Draft, name: string): DraftChange {
  const { confirmations, declarations } = draft
  return { record: { ...draft.record, basic: { ...draft.record.basic, name } }, confirmations, declarations }
}

/** A clock one millisecond later at each look. */
export function tickingClock(): Clock {
  let now = 1_000
  return { now: () => (now += 1), today: () => '2026-11-24' }
}

/** The value of what must have gone well. */
export function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.error.code} ${JSON.stringify(result.error.params)}`)
  return result.value
}
