import { fail, ok, type Result } from '#core/errors/result.ts'
import { fileKindOf } from '#core/submission/file-kind.ts'
import { readSubmission } from '#core/submission/read-submission.ts'
import { pushCorrection } from '#core/sync/replication.ts'
import { ifStillInScope } from '../access/scope.ts'
import { addCorrection } from '../store/corrections.ts'
import { staffRoute } from './staff-route.ts'

/** A plain file must be the signed payload of that digest; what a sealed one holds only its unit can tell. */
async function checkFile(file: string, digest: string): Promise<Result<void>> {
  const kind = fileKindOf(file)
  if (!kind.ok) return kind
  if (kind.value === 'sealedSubmission') return ok(undefined)
  const submission = await readSubmission(file)
  if (!submission.ok) return submission
  return submission.value.digest === digest ? ok(undefined) : fail('SERVER_REQUEST_BAD', { where: 'body.digest' })
}

/** `/corrections`: payloads a unit corrected, for its other devices. */
export const correctionsRoutes = [
  staffRoute(
    pushCorrection,
    ({ body }) => [body.orgId],
    async ({ body, caller, services: { store, now } }) => {
      const checked = await checkFile(body.file, body.digest)
      if (!checked.ok) return checked
      const correction = { ...body, accountId: caller.accountId, now: now() }
      const added = await store.write((writer) =>
        ifStillInScope(writer, { concerns: [body.orgId], caller }, async () => ({
          position: await addCorrection(writer, correction),
        })),
      )
      if (!added) return fail('SERVER_ADDRESS_UNKNOWN', {})
      const { position } = added
      return position === undefined ? fail('SUBMISSION_ERASED', {}) : ok({ position })
    },
  ),
]
