import { fail, ok } from '#core/errors/result.ts'
import { readReturnSlip } from '#core/return-slip/read-return-slip.ts'
import { listReturnSlips, pushReturnSlip } from '#core/sync/return-slips.ts'
import { goesOnFrom } from '../store/log-mark.ts'
import { slipsOfDevice, storeSlip } from '../store/return-slips.ts'
import { submissionInScope } from '../store/submissions.ts'
import { ifStillInScope, ownOnly } from '../access/scope.ts'
import { route } from './route.ts'
import { staffRoute } from './staff-route.ts'

const mostSlips = 100

/** `/return-slips`: what a unit sends back waits here for its device. */
export const returnSlipRoutes = [
  route(listReturnSlips, async ({ query: { after = 0, mark }, caller, services: { store, slipPageBytes } }) => {
    if (mark !== undefined && !(await goesOnFrom(store.reader, mark))) return fail('SERVER_LOG_OTHER', {})
    const wanted = { after, limit: mostSlips, pageBytes: slipPageBytes, isMarked: mark !== undefined }
    const items = await slipsOfDevice(store.reader, caller.device, wanted)
    return ok({ items: [...items], next: items.at(-1)?.position ?? after })
  }),
  staffRoute(
    pushReturnSlip,
    // Whose it is stands in the slip: the query finds only what is in scope.
    ownOnly,
    async ({ body, caller, services: { store, now } }) => {
      const slip = await readReturnSlip(body)
      if (!slip.ok) return slip
      const { id: slipId, submissionDigest, recordId } = slip.value.content
      const named = { digest: submissionDigest, recordId }
      const returned = await submissionInScope(store.reader, named, caller.orgPath)
      if (!returned) return fail('SERVER_ADDRESS_UNKNOWN', {})
      const place = { ...returned, returnedBy: caller.orgId }
      const facts = { slipId, submissionDigest, recordId, ...place, file: body, at: now() }
      const stored = await store.write((writer) =>
        ifStillInScope(writer, { concerns: [returned.orgId], caller }, () => storeSlip(writer, facts)),
      )
      if (!stored) return fail('SERVER_ADDRESS_UNKNOWN', {})
      return stored.ok ? ok({ slipId, ...stored.value }) : stored
    },
  ),
]
