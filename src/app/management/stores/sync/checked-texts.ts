import type { CheckedSubmission } from '#app/platform/unit/check-message.ts'
import type { TextBlock } from '#app/platform/unit/text-block.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { ok, type Result } from '#core/errors/result.ts'
import type { SyncDesk } from './sync-desk.ts'

/** A text that the workers opened, verified and sealed, and the block it lies in. */
export interface CheckedText extends CheckedSubmission {
  readonly block: TextBlock
}

/** What became of each text: as sound as a file that was chosen, or why not. */
export type TextVerdict =
  | { readonly ok: true; readonly value: CheckedText }
  | { readonly ok: false; readonly error: AppError }

const mostAtOnce = 100

/** Checks texts that came over the network by the very way of files: opening, signatures, scheme, rules. */
export async function checkTexts(
  { checker }: Pick<SyncDesk, 'checker'>,
  texts: readonly string[],
): Promise<Result<readonly TextVerdict[]>> {
  const verdicts: TextVerdict[] = []
  if (texts.length === 0) return ok(verdicts)
  const workers = await checker()
  if (!workers.ok) return workers
  for (let at = 0; at < texts.length; at += mostAtOnce) {
    const files = texts.slice(at, at + mostAtOnce).map((text) => new Blob([text]))
    const checked = await workers.value.checkFiles(files)
    if (!checked.ok) return checked
    const { files: found, block } = checked.value
    for (const each of found) {
      if (each.kind === 'submission' && block) verdicts.push({ ok: true, value: { ...each.checked, block } })
      else if (each.kind === 'refused') verdicts.push({ ok: false, error: each.error })
      else verdicts.push({ ok: false, error: { code: 'SUBMISSION_NOT_ONE', params: {} } })
    }
  }
  return ok(verdicts)
}

/** Where a checked text lies. */
export const placeOf = ({ arriving: { digest }, block }: CheckedText) => ({
  digest,
  place: { block: block.id, position: block.digests.indexOf(digest) },
})
