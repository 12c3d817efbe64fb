import { createHash, randomBytes } from 'node:crypto'
import type { Hono } from 'hono'
import { signMessage } from '#core/signed/compact.ts'
import { sealSubmission } from '#core/submission/seal-submission.ts'
import { signSubmission } from '#core/submission/sign-submission.ts'
import type { SigningKey, SubmissionContent } from '#core/submission/submission.ts'
import { type DeviceRequest, deviceRequestHeader, deviceRequestKind, emptyBody } from '#core/sync/device-request.ts'
import { type UploadClaim, uploadClaimKind } from '#core/sync/upload-claim.ts'
import { newId } from '#server/store/new-id.ts'
import { addOrg } from '#server/store/org-tree.ts'
import type { Store } from '#server/store/store.ts'
import { issueToken, openTask } from '#server/store/tasks.ts'
import { aPerson } from './people.ts'
import { testNow } from './services.ts'
import { aSigningKey } from './signing-keys.ts'
import { aSubmissionContent } from './submissions.ts'

/** A unit with a task that is open for uploads. */
export interface OpenTask {
  readonly orgId: string
  readonly taskId: string
  readonly tokenId: string
  readonly token: string
}

/** A unit with a task and a token, in the store. */
export async function anOpenTask(store: Store, expiresAt: number | null = null): Promise<OpenTask> {
  const taskId = newId()
  const org = { name: '南宁市第一医院', orgCode: '498500001', division: '450103', level: 'unit' } as const
  return store.write(async (writer) => {
    const { id: orgId } = await addOrg(writer, org, { parent: undefined, now: testNow })
    await openTask(writer, { id: taskId, orgId }, testNow)
    const { id: tokenId, token } = await issueToken(writer, taskId, { now: testNow, expiresAt })
    return { orgId, taskId, tokenId, token }
  })
}

/** A signed file of a person, and the key of the device. */
export async function aSignedFile(changes: Partial<SubmissionContent> = {}, key?: SigningKey) {
  const device = key ?? (await aSigningKey())
  const content = aSubmissionContent(changes, aPerson({ id: crypto.randomUUID() }))
  return { device, content, ...(await signSubmission(content, device)) }
}

/** The same, sealed to a unit, with the claim that goes with it. */
export async function aSealedFile(taskId: string, changes: Partial<UploadClaim> = {}) {
  const { device, content, text, digest } = await aSignedFile({ taskId })
  const { publicJwk } = await aSigningKey()
  const sealed = await sealSubmission(text, [publicJwk])
  const about = { digest, taskId, recordId: content.record.id, revision: content.revision, ...changes }
  const { recordId } = about
  /** The device's word about these very bytes. */
  const claimFor = (bytes: string): Promise<string> => {
    const file = createHash('sha256').update(bytes).digest('hex')
    return signMessage(uploadClaimKind, { file, ...about }, device)
  }
  return { device, digest, recordId, text: sealed, claim: await claimFor(sealed), claimFor }
}

/** Uploads a file as the app does. */
export function upload(app: Hono, token: string, text: string, claim?: string): Promise<Response> {
  const headers = { Authorization: `Bearer ${token}`, ...(claim && { 'Caibao-Claim': claim }) }
  return Promise.resolve(app.request('/api/v1/submissions', { method: 'POST', headers, body: text }))
}

/** The header of a request signed by a device. */
export async function signedRequest(
  device: SigningKey,
  facts: Pick<DeviceRequest, 'server' | 'path'> & Partial<DeviceRequest>,
): Promise<Readonly<Record<string, string>>> {
  const nonce = randomBytes(16).toString('base64url')
  const said: DeviceRequest = { method: 'GET', body: emptyBody, time: testNow, nonce, ...facts }
  return { [deviceRequestHeader]: await signMessage(deviceRequestKind, said, device) }
}
