import { describe, expect, test } from 'vitest'
import { runSync } from '#app/management/stores/sync/run-sync.ts'
import { stateId, type SyncDesk } from '#app/management/stores/sync/sync-desk.ts'
import { uploadId } from '#app/management/stores/sync/upload-rows.ts'
import { fail, ok } from '#core/errors/result.ts'
import { refuse } from '#core/sync/wire-answer.ts'
import { aUnit } from '#tests/support/units.ts'

const idOf = (last: number): string => `0198f000-0000-7000-8000-00000000000${last}`
const [orgId, before, after, above] = [idOf(1), idOf(2), idOf(3), idOf(4)]
const digest = 'a'.repeat(64)
const pack = { digest, sizeBytes: 10, fileName: 'x.rpz', people: 1, madeAt: 1 }
const state = { origin: '', kid: 'k', orgId, parentOrgId: before, cursor: 0, connectedAt: 1, metAt: 1 }
const own = { id: orgId, parentId: after }

interface Asked {
  readonly method: string
  readonly path: string
}

/** A run up to where it pulls; a server where the account is of this organisation, and may see that one below it. */
async function run(accountOrg: object, below?: object) {
  const kept = new Map<string, unknown>([[uploadId(digest), pack]])
  const sentTo: unknown[] = []
  const askedForOrgs: unknown[] = []
  const answers: Readonly<Record<string, unknown>> = {
    'GET /session': { org: accountOrg },
    'GET /orgs/:orgId': below,
    'GET /packs': { items: [] },
    'GET /halfway-packs': { items: [] },
    'POST /packs': { id: idOf(9), received: [], completedAt: null },
  }
  const ids = (prefix: string) => [...kept.keys()].filter((id) => id.startsWith(prefix))
  const desk = {
    unit: { unit: aUnit },
    rows: {
      get: async (id: string) => ok(kept.get(id)),
      put: async (id: string, value: unknown) => ok(void kept.set(id, value)),
      ids: async (prefix: string) => ok(ids(prefix)),
      list: async (prefix: string) => ok(ids(prefix).map((id) => ({ id, value: kept.get(id) }))),
      remove: async () => ok(undefined),
    },
    server: {
      async ask({ method, path }: Asked, { body, params }: { readonly body?: object; readonly params?: object } = {}) {
        if (method === 'POST') sentTo.push(body)
        if (path.startsWith('/orgs')) askedForOrgs.push({ path, params })
        const answer = answers[`${method} ${path}`]
        if (answer) return ok(answer)
        return path.startsWith('/orgs')
          ? refuse('needsPerson', fail('SERVER_ADDRESS_UNKNOWN', {}))
          : refuse('retry', fail('DELIVERY_ANSWER_FOREIGN', { status: 200 }))
      },
    },
    cases: { synced: async () => ok([]), appended: () => 0 },
    goesOn: () => true,
    note: async () => undefined,
    now: () => 1,
  }
  // eslint-disable-next-line typescript/no-unsafe-type-assertion -- only what a run needs until it pulls
  await runSync(desk as unknown as SyncDesk, state)
  return { sentTo, askedForOrgs, state: kept.get(stateId) }
}

describe('an organisation that was moved in the tree', () => {
  test('reports to its new parent from the next run on', async () => {
    const done = await run(own)
    expect(done.sentTo).toEqual([expect.objectContaining({ orgId: after, fromOrgId: orgId })])
    expect(done.state).toEqual({ ...state, parentOrgId: after })
    expect(done.askedForOrgs).toEqual([])
  })

  test('does so too when the account belongs to one above, which asks for this one alone', async () => {
    const done = await run({ id: above, parentId: null }, own)
    expect(done.sentTo).toEqual([expect.objectContaining({ orgId: after })])
    expect(done.askedForOrgs).toEqual([{ path: '/orgs/:orgId', params: { orgId } }])
  })

  test('goes on as before when the account sees nothing of it, or the server has no such word yet', async () => {
    const done = await run({ id: above, parentId: null })
    expect(done.sentTo).toEqual([expect.objectContaining({ orgId: before })])
    expect(done.state).toBeUndefined()
  })
})
