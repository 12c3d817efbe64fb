import type { ReviewEvent } from '#core/review/review-event.ts'
import type { Change, ChangePage } from '#core/sync/replication.ts'
import { openStep } from '#core/sync/sealed-step.ts'
import type { UnitSecret } from '#core/sync/unit-secret.ts'

/** A change of one kind. */
export type ChangeOf<K extends Change['kind']> = Extract<Change, { readonly kind: K }>

/** A page of changes, sorted by what is to be done with it. */
export interface SortedPage {
  /** Steps that stand on the server, by case, in its order. */
  readonly steps: ReadonlyMap<string, readonly ReviewEvent[]>
  /** Return slips that came with them. */
  readonly slips: readonly { readonly id: string; readonly text: string }[]
  /** Names of cases on the server of which a step cannot be opened. */
  readonly unreadable: ReadonlySet<string>
  readonly arrivals: readonly ChangeOf<'submission'>[]
  readonly corrections: readonly ChangeOf<'correction'>[]
  readonly erased: ReadonlySet<string>
  /** The pack that comes next: it is taken on its own. */
  readonly pack: ChangeOf<'pack'> | undefined
  /** Place in the log up to which this goes. */
  readonly until: number
}

const slipOf = ({ step }: ReviewEvent): string | undefined => (step.kind === 'returned' ? step.slip : undefined)

async function openSteps(changes: readonly Change[], secret: UnitSecret) {
  const steps = new Map<string, ReviewEvent[]>()
  const slips: { readonly id: string; readonly text: string }[] = []
  const unreadable = new Set<string>()
  for (const change of changes) {
    if (change.kind !== 'review') continue
    const opened = await openStep(change.event, secret)
    if (!opened.ok) {
      unreadable.add(change.event.caseId)
      continue
    }
    const { event, slip } = opened.value
    const id = slipOf(event)
    if (slip !== undefined && id !== undefined) slips.push({ id, text: slip })
    const known = steps.get(event.caseId)
    if (known) known.push(event)
    else steps.set(event.caseId, [event])
  }
  return { steps, slips, unreadable }
}

/** Sorts a page up to the first pack in it. */
export async function sortPage({ items, next }: ChangePage, secret: UnitSecret): Promise<SortedPage> {
  const at = items.findIndex(({ kind }) => kind === 'pack')
  const changes = at === -1 ? items : items.slice(0, at)
  const pack = items[at]
  return {
    ...(await openSteps(changes, secret)),
    arrivals: changes.filter((change) => change.kind === 'submission'),
    corrections: changes.filter((change) => change.kind === 'correction'),
    erased: new Set(changes.flatMap((change) => (change.kind === 'erased' ? [change.digest] : []))),
    pack: pack?.kind === 'pack' ? pack : undefined,
    until: pack ? pack.position - 1 : next,
  }
}
