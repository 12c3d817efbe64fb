import type { Selectable } from 'kysely'
import * as v from 'valibot'
import { digestOfStep, kindOfStep } from '#core/sync/pushed-step.ts'
import { type PushedEvent, pushedEventSchema } from '#core/sync/replication.ts'
import type { Reader } from './database.ts'
import type { ReplicationTables } from './replication-tables.ts'

/** By whose key each arrival of a case was signed, as far as it was said. */
export type ArrivedDevices = ReadonlyMap<string, string | null>

/** Names an arrival of a case in a map. */
export const arrivalKey = (caseId: string, digest: string): string => `${caseId} ${digest}`

/** The key a step names as that of what it speaks of. */
export function saidDevice({ step }: PushedEvent): string | null {
  if (step.kind === 'received') return step.signer
  return step.kind === 'sealed' ? (step.device ?? null) : null
}

/** Arrivals that were chosen by these steps: from the trails, and from among the steps themselves. */
export async function chosenArrivals(
  reader: Reader,
  orgId: string,
  events: readonly PushedEvent[],
): Promise<ArrivedDevices> {
  const chosen = events.filter(({ step }) => kindOfStep(step) === 'chosen')
  if (chosen.length === 0) return new Map()
  const rows = await reader
    .selectFrom('review_event')
    .select('event')
    .where('org_id', '=', orgId)
    .where('case_id', 'in', [...new Set(chosen.map(({ caseId }) => caseId))])
    .where('digest', 'in', [...new Set(chosen.flatMap(({ step }) => digestOfStep(step) ?? []))])
    .where('kind', '=', 'received')
    .orderBy('sequence')
    .execute()
  const before = rows.map(({ event }) => v.parse(pushedEventSchema, JSON.parse(event)))
  const arrived = [...before, ...events.filter(({ step }) => kindOfStep(step) === 'received')]
  return new Map(arrived.map((event) => [arrivalKey(event.caseId, digestOfStep(event.step) ?? ''), saidDevice(event)]))
}

/** Who is counted here and sent this payload once, by the proof that `holdersByDigest` asks for: it need not be the newest. */
export async function senderOf(
  reader: Reader,
  { org_id, record_id, top_digest, top_device }: Selectable<ReplicationTables['review_case']>,
): Promise<string | undefined> {
  const rows = await reader
    .selectFrom('submission')
    .innerJoin('person', (join) =>
      join.onRef('person.org_id', '=', 'submission.org_id').onRef('person.record_id', '=', 'submission.record_id'),
    )
    .select(['submission.record_id', 'submission.is_sealed', 'submission.device'])
    .where('submission.org_id', '=', org_id)
    .where('submission.digest', '=', top_digest)
    .orderBy('submission.position')
    .execute()
  const proven = rows.filter(({ is_sealed, device }) => is_sealed === 0 || device === top_device)
  const sender = proven.find((each) => each.record_id === record_id) ?? proven[0]
  return sender?.record_id
}
