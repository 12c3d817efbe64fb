import { fail, ok, type Result } from '#core/errors/result.ts'
import {
  type BatchAnswer,
  getReceipt,
  getSubmissionStatus,
  submissionStates,
  uploadBatch,
  uploadSubmission,
} from '#core/sync/submissions.ts'
import { uploadClaimHeader } from '#core/sync/upload-claim.ts'
import * as v from 'valibot'
import { noteToldScheme } from '../access/told-scheme.ts'
import { type OwnSubmission, submissionOfDevice } from '../store/submissions.ts'
import { route, type Services } from './route.ts'

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)

// What another device sent is answered as if it were not there.
async function ofDevice({ store }: Services, device: string, digest: string): Promise<Result<OwnSubmission>> {
  const found = await submissionOfDevice(store.reader, device, digest)
  return found ? ok(found) : fail('SERVER_ADDRESS_UNKNOWN', {})
}

const stateSchema = v.picklist(submissionStates)

/** `/submissions`: uploads, and what became of them. */
export const submissionRoutes = [
  route(uploadSubmission, async ({ body, caller, header, services }) =>
    services.intake.accept(
      { file: bytesOf(body), claim: header(uploadClaimHeader), taskId: caller.taskId },
      caller.orgId,
    ),
  ),
  route(uploadBatch, async ({ body, caller, services }) => {
    const { orgId, taskId } = caller
    const results = await Promise.all(
      body.items.map(({ file, claim }) => services.intake.accept({ file: bytesOf(file), claim, taskId }, orgId)),
    )
    const items: BatchAnswer['items'] = results.map((result) => (result.ok ? result.value : { error: result.error }))
    return ok({ items })
  }),
  route(getSubmissionStatus, async (call) => {
    const { params, caller, services } = call
    const { digest } = params
    const found = await ofDevice(services, caller.device, digest)
    if (!found.ok) return found
    await noteToldScheme(call, { orgId: found.value.orgId, holder: caller.device, kind: 'device' })
    const { taskId, receivedAt, state, stateAt, replacedBy } = found.value
    const standing = { state: v.parse(stateSchema, state), at: stateAt, ...(replacedBy && { replacedBy }) }
    return ok({ digest, taskId, receivedAt, ...standing })
  }),
  route(getReceipt, async ({ params: { digest }, caller, services }) => {
    const found = await ofDevice(services, caller.device, digest)
    if (!found.ok) return found
    const { state: _state, stateAt: _at, replacedBy: _newer, ...stored } = found.value
    return ok({ receipt: services.intake.receiptOf(stored) })
  }),
]
