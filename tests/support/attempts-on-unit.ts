import { signReturnSlip } from '#core/return-slip/sign-return-slip.ts'
import type { EndpointName } from '#core/sync/endpoints.ts'
import { addInvitation } from '#server/store/invitations.ts'
import { newId } from '#server/store/new-id.ts'
import { beginPack, putChunk } from '#server/store/packs.ts'
import { storeArrivals } from '#server/store/store-arrivals.ts'
import type { Store } from '#server/store/store.ts'
import { issueToken, openTask } from '#server/store/tasks.ts'
import { aPushed, received } from './pushed-events.ts'
import { anArrival } from './server-scene.ts'
import { staffNow, type Tree } from './staff.ts'
import { aReturnSlipContent, someUnitKeys } from './units.ts'

/** An id of nothing. */
export const nobody = '00000000-0000-4000-8000-000000000000'
const packDigest = 'd'.repeat(64)
const sizeBytes = 10

/** What there is in the unit that somebody from elsewhere might reach for. */
export interface Target {
  readonly tree: Tree
  readonly accountId: string
  readonly invitationId: string
  /** Of a pack whose bytes still come. */
  readonly packId: string
  /** Of one that was taken over. */
  readonly takenPackId: string
  /** Of what somebody handed in there. */
  readonly digest: string
  readonly taskId: string
  readonly tokenId: string
  readonly token: string
  /** For somebody who handed in there. */
  readonly slip: string
}

/** A request of somebody. */
export interface Attempt {
  readonly path: string
  readonly body?: unknown
}

type Attempts = Partial<Record<EndpointName, (target: Target) => Attempt>>

/** One row for every endpoint of staff that touches an organisation: an attempt on the unit from outside. */
export const attempts: Attempts = {
  listAccounts: ({ tree }) => ({ path: `/accounts?orgId=${tree.unit.id}` }),
  changeAccount: ({ accountId }) => ({ path: `/accounts/${accountId}`, body: { role: 'admin' } }),
  createPasswordReset: ({ accountId }) => ({ path: `/accounts/${accountId}/reset` }),
  createInvitation: ({ tree }) => ({
    path: '/invitations',
    body: { orgId: tree.unit.id, role: 'admin', displayName: '外人' },
  }),
  listInvitations: ({ tree }) => ({ path: `/invitations?orgId=${tree.unit.id}` }),
  revokeInvitation: ({ invitationId }) => ({ path: `/invitations/${invitationId}` }),
  listOrgs: ({ tree }) => ({ path: `/orgs?under=${tree.department.id}` }),
  getOrg: ({ tree }) => ({ path: `/orgs/${tree.unit.id}` }),
  createOrg: ({ tree }) => ({
    path: '/orgs',
    body: { parentId: tree.unit.id, name: '外来', orgCode: 'X9', division: '450000', level: 'unit' },
  }),
  changeOrg: ({ tree }) => ({ path: `/orgs/${tree.unit.id}`, body: { name: '改名' } }),
  importOrgs: ({ tree }) => ({
    path: '/org-imports',
    body: {
      under: tree.unit.id,
      rows: [{ name: '外来', orgCode: 'X8', division: '450000', level: 'unit', parentCode: '' }],
    },
  }),
  listChanges: ({ tree }) => ({ path: `/changes?orgId=${tree.unit.id}&after=0` }),
  pushReviewEvents: ({ tree }) => ({
    path: '/reviews',
    body: { orgId: tree.unit.id, events: [aPushed('outside', 1, received('a'))] },
  }),
  pushCorrection: ({ tree, digest }) => ({ path: '/corrections', body: { orgId: tree.unit.id, digest, file: '{}' } }),
  announcePresence: ({ tree }) => ({ path: '/presence', body: { orgId: tree.unit.id, caseId: 'a' } }),
  eraseRecord: ({ tree, digest }) => ({ path: '/erasures', body: { orgId: tree.unit.id, digest } }),
  findErasable: ({ tree, digest }) => ({ path: `/erasures/find?orgId=${tree.unit.id}&code=${digest}` }),
  countUnreadPacks: ({ tree }) => ({ path: `/erasures/unread-packs?orgId=${tree.unit.id}` }),
  listErasures: ({ tree }) => ({ path: `/erasures?orgId=${tree.unit.id}` }),
  beginPackUpload: ({ tree }) => ({ path: '/packs', body: { orgId: tree.unit.id, digest: packDigest, sizeBytes } }),
  getPackUpload: ({ packId }) => ({ path: `/packs/${packId}` }),
  putPackChunk: ({ packId }) => ({ path: `/packs/${packId}/chunks/0`, body: new Uint8Array(sizeBytes) }),
  getPackChunk: ({ takenPackId }) => ({ path: `/packs/${takenPackId}/chunks/0` }),
  completePackUpload: ({ packId }) => ({ path: `/packs/${packId}/complete` }),
  listSchemeUses: ({ tree }) => ({ path: `/scheme-uses?orgId=${tree.unit.id}` }),
  getTotals: ({ tree }) => ({ path: `/totals?orgId=${tree.unit.id}` }),
  createTask: ({ tree }) => ({ path: '/tasks', body: { id: nobody, orgId: tree.unit.id } }),
  listTasks: ({ tree }) => ({ path: `/tasks?orgId=${tree.unit.id}` }),
  createTaskToken: ({ taskId }) => ({ path: `/tasks/${taskId}/tokens`, body: {} }),
  revokeTaskToken: ({ taskId, tokenId }) => ({ path: `/tasks/${taskId}/tokens/${tokenId}` }),
  pushReturnSlip: ({ slip }) => ({ path: '/return-slips', body: slip }),
  listSentPacks: ({ tree }) => ({ path: `/packs?orgId=${tree.unit.id}` }),
  listHalfwayPacks: ({ tree }) => ({ path: `/halfway-packs?orgId=${tree.unit.id}` }),
}

/** What there is in the unit of a tree, of a colleague there. */
export function aTarget(store: Store, tree: Tree, accountId: string): Promise<Target> {
  const unit = { orgId: tree.unit.id, accountId, now: staffNow }
  return store.write(async (writer) => {
    const made = { kind: 'invite', role: 'collector', displayName: '新同事', createdBy: accountId } as const
    const { row } = await addInvitation(writer, { ...made, ...unit, accountId: null })
    const coming = { ...unit, fromOrgId: tree.unit.id, sizeBytes }
    const pack = await beginPack(writer, { ...coming, digest: packDigest })
    const taken = await beginPack(writer, { ...coming, digest: 'e'.repeat(64) })
    await putChunk(writer, taken.id, 0, new Uint8Array(sizeBytes))
    await writer.updateTable('pack').set({ completed_at: staffNow }).where('id', '=', taken.id).execute()
    const taskId = newId(staffNow)
    await openTask(writer, { id: taskId, orgId: tree.unit.id }, staffNow)
    const { id: tokenId, token } = await issueToken(writer, taskId, { now: staffNow, expiresAt: null })
    const named = aReturnSlipContent({ id: crypto.randomUUID(), recordId: crypto.randomUUID() })
    const arrival = anArrival({ orgId: tree.unit.id, taskId }, named.recordId)
    await storeArrivals(writer, [arrival])
    const { digest } = arrival.checked
    const content = { ...named, submissionDigest: digest }
    const slip = await signReturnSlip(content, (await someUnitKeys()).signing)
    const ids = { accountId, invitationId: row.id, packId: pack.id, takenPackId: taken.id, taskId, tokenId }
    return { tree, ...ids, digest, token, slip }
  })
}
