import { randomUUID } from 'node:crypto'
import type { PushedStep } from '#core/sync/pushed-step.ts'
import type { PushedEvent } from '#core/sync/replication.ts'

/** A step on its way to the server. */
export function aPushed(caseId: string, sequence: number, step: PushedStep, id: string = randomUUID()): PushedEvent {
  return { id, caseId, sequence, at: 1_780_000_000_000 + sequence, by: '黄采集', step }
}

/** The step of an arrival, by a letter that stands for its digest. */
export const received = (letter: string, revision = 1): PushedStep => ({
  kind: 'received',
  digest: letter.repeat(64),
  revision,
  signer: 'device',
  file: `${letter}.rpu`,
})

/** A correction of one value. */
export const corrected = (letter: string, from: string, after: string): PushedStep => ({
  kind: 'corrected',
  digest: letter.repeat(64),
  from: from.repeat(64),
  changes: [{ path: 'basic.phone', before: '13800000000', after, reason: '与原件核对' }],
})

/** A correction of 300 values, numbered from the given one. */
export const manyChanged = (from: number, after: string): PushedStep => ({
  kind: 'corrected',
  digest: 'b'.repeat(64),
  from: 'a'.repeat(64),
  changes: Array.from({ length: 300 }, (_, at) => ({ path: `${from + at}`, before: '1', after, reason: '核对' })),
})
