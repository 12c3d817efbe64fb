import { fail, ok, type Result } from '#core/errors/result.ts'
import type { Accepted } from '#core/sync/submissions.ts'
import type { Metrics } from '../observe/metrics.ts'
import type { ServerKey } from '../store/server-keys.ts'
import type { Store } from '../store/store.ts'
import type { Arrival } from '../store/look-for-arrivals.ts'
import type { StoredSubmission, Taken } from '../store/submissions.ts'
import type { CheckedUpload, Upload } from './check-upload.ts'
import type { Checker } from './checker.ts'
import { createGroupCommit } from './group-commit.ts'
import { createReceiptSigner } from './sign-receipt.ts'
import { createGroupStore } from './store-group.ts'

/** Where uploaded files go: checked, on disk, then answered with a receipt. */
export interface Intake {
  accept(upload: Upload, orgId: string): Promise<Result<Accepted>>
  /** The receipt of what is stored; the same facts always, signed anew. */
  receiptOf(stored: StoredSubmission): string
  /** Everything that was taken is on disk. */
  drained(): Promise<void>
}

interface IntakeParts {
  readonly store: Store
  readonly key: ServerKey
  readonly checker: Pick<Checker, 'check'>
  readonly metrics: Pick<Metrics, 'upload' | 'group'>
  readonly now: () => number
}

/** Most files in one transaction: larger groups gain nothing and make their first ones wait. */
const mostInGroup = 256

/** Takes files: what is answered with a receipt was committed before. */
export function createIntake({ store, key, checker, metrics, now }: IntakeParts): Intake {
  const sign = createReceiptSigner(key)
  const storeGroup = createGroupStore(store.prompt)
  const group = createGroupCommit<Arrival, Taken>(async (arrivals) => {
    const startedAt = performance.now()
    const stored = await storeGroup(arrivals)
    metrics.group(arrivals.length, performance.now() - startedAt)
    return stored
  }, mostInGroup)

  const receiptOf = ({ isKnown: _isKnown, isErased: _isErased, ...facts }: StoredSubmission): string =>
    sign({ ...facts, server: key.kid })

  const accepted = (stored: StoredSubmission, { issues }: CheckedUpload): Accepted => ({
    digest: stored.digest,
    receipt: receiptOf(stored),
    isKnown: stored.isKnown,
    ...(issues && { issues }),
  })

  return {
    async accept(upload, orgId) {
      const checked = await checker.check(upload)
      if (!checked.ok) {
        metrics.upload('refused')
        return checked
      }
      const { file, taskId } = upload
      const stored = await group.add({ checked: checked.value, file, orgId, taskId, at: now() })
      if (stored === 'erased') {
        metrics.upload('refused')
        return fail('SUBMISSION_ERASED', {})
      }
      metrics.upload(stored.isKnown ? 'known' : 'stored')
      return ok(accepted(stored, checked.value))
    },
    receiptOf,
    drained: () => group.drained(),
  }
}
