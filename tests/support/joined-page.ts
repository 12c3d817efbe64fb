import { calculateJwkThumbprint } from 'jose'
import { vi } from 'vitest'
import { stateId, type SyncState } from '#app/management/stores/sync/sync-desk.ts'
import type { AlongWith, CaseChange, ListedCase } from '#app/platform/storage/case-storage.ts'
import { occasionsOf } from '#app/platform/sync-client/sync-occasions.ts'
import { ok, type Result } from '#core/errors/result.ts'
import { notSynced } from '#core/sync/case-sync.ts'
import type { Change, PushedEvent } from '#core/sync/replication.ts'
import { sealStep } from '#core/sync/sealed-step.ts'
import { deriveUnitSecret } from '#core/sync/unit-secret.ts'
import { memorySync } from './memory-sync.ts'
import { memoryCases, memoryUnit, unitKey } from './memory-unit.ts'
import { arrivalOf } from './review-events.ts'
import { aSubmissionContent } from './submissions.ts'
import { anOpeningKey, aUnit } from './units.ts'
import { fakeWebLocks } from './web-locks.ts'

const [orgId, cursor] = ['0198f000-0000-7000-8000-000000000001', 7]
const mostAsked = 60
/** Whom the unit holds. */
export const person = 'id:甲'

interface Asked {
  readonly method: string
  readonly path: string
}
interface Said {
  readonly query?: { readonly after?: string }
  readonly body?: { readonly events: readonly { readonly id: string }[] }
}
type Ask = (endpoint: Asked, said?: Said) => Promise<unknown>

/** A server that takes every step, and tells of what is in its log. */
function aServer(kid: string, log: readonly { readonly position: number }[]) {
  const asked: string[] = []
  const answers: Readonly<Record<string, (said: Said) => unknown>> = {
    'GET /server': () => ({ kid, key: unitKey.publicJwk }),
    'GET /sign-in-options': () => ({ isSetUp: true }),
    'GET /session': () => ({ account: { id: 'a' }, org: { id: orgId, parentId: null } }),
    'GET /changes': ({ query }) => {
      const items = log.filter(({ position }) => position > Number(query?.after))
      const next = items.at(-1)?.position ?? Number(query?.after)
      return { items, next, head: next }
    },
    'POST /corrections': () => ({ position: 1 }),
    'POST /reviews': ({ body }) => ({
      items: (body?.events ?? []).map(({ id }) => ({ kind: 'accepted', id, position: 3 })),
    }),
  }
  const held = new Map<string, Promise<void>>()
  const ask: Ask = async ({ method, path }, said = {}) => {
    const name = `${method} ${path}`
    asked.push(name)
    if (asked.length > mostAsked) throw new Error('the run has no end')
    await held.get(name)
    return ok(answers[name]?.(said))
  }
  /** Answers to nothing of this name until what is returned is called. */
  function hold(name: string): () => void {
    const { promise, resolve } = Promise.withResolvers<void>()
    held.set(name, promise)
    return () => {
      held.delete(name)
      resolve()
    }
  }
  const passkeys = { areHere: () => false }
  return { server: { origin: 'https://x', ask, speakFor: () => undefined, passkeys }, asked, hold }
}

type Append = (
  changes: readonly CaseChange[],
  pack?: unknown,
  along?: AlongWith,
) => Promise<Result<readonly ListedCase[]>>

/**
 * A page whose unit is joined to a server and holds one person of whom it has taken one step since; locks are to be
 * stubbed. `reach`: how the page comes by what speaks to the server.
 */
export async function joinedPage(
  confirmed = 1,
  reach: (server: object) => Promise<object> = (server) => Promise.resolve(server),
) {
  const cases = memoryCases()
  cases.put(person, { digest: 'a'.repeat(64), text: '', content: aSubmissionContent() }, [
    arrivalOf('a', 1),
    { kind: 'opened' },
  ])
  cases.synced.set(person, { ...notSynced, confirmed })
  const kid = await calculateJwkThumbprint(unitKey.publicJwk, 'sha256')
  const state: SyncState = { origin: 'https://x', kid, orgId, parentOrgId: null, cursor, connectedAt: 1, metAt: 1 }
  const { rows, stored } = memorySync(new Map<string, unknown>([[stateId, state]]))
  const append = vi.fn<Append>((changes, _pack, along = {}) => {
    for (const { row, sync } of changes) if (sync) cases.synced.set(row.caseId, sync)
    for (const row of along.sync ?? []) stored.set(String(row['id']), row['sealed'])
    return cases.storage.append(changes)
  })
  const openCases = () => ({ ...cases.storage, append, appended: () => 0, held: async () => ok(new Set()) })
  vi.stubGlobal('navigator', { locks: fakeWebLocks() })
  const nothing = () => () => undefined
  const timers: { readonly pauseMs: number; readonly ring: () => void }[] = []
  const onNetwork: { back: () => void } = { back: () => undefined }
  const occasions = Object.assign(occasionsOf('unit-sync'), {
    listen(onOccasion: () => void) {
      onNetwork.back = onOccasion
      return () => undefined
    },
    onAnnounced: nothing,
    after(pauseMs: number, ring: () => void) {
      timers.push({ pauseMs, ring })
      return () => undefined
    },
    announce: () => undefined,
  })
  const opening = await anOpeningKey()
  const units = {
    onUsersChange: () => undefined,
    get: async () => ok({ unit: aUnit, keys: { signing: unitKey, opening } }),
    users: async () => ok(['黄采集']),
    lockOf: async () => ok({ id: '黄采集' }),
  }
  const secret = await deriveUnitSecret(opening)
  const steps = await Promise.all((cases.trails.get(person) ?? []).map((event) => sealStep(event, secret)))
  const log: Change[] = []
  const known = (event: PushedEvent, at: number): Change => {
    return { kind: 'review', orgId, at: 1, account: orgId, position: at + 1, event }
  }
  /** The server has the steps of this person, at places this device is past. */
  const knowSteps = () => void log.push(...steps.map(known))
  const { server, asked, hold } = aServer(kid, log)
  const pinia = await memoryUnit(cases, {
    desk: { units, openSync: () => rows, openCases, occasions },
    platform: { staffServer: () => reach(server) },
  })
  return { pinia, cases, rows, stored, append, asked, hold, state, knowSteps, timers, onNetwork, server }
}
