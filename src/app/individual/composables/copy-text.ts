import { formatInstant } from '#app/shared/format-instant.ts'
import { lockedRevision, type SeenCopy } from '../stores/seen-copies.ts'
import { backupWords as w } from '../words/backup.zh-CN.ts'

/** What 安全副本 says of a copy that was read back, beside the draft as it stands. */
export function copyText(copy: SeenCopy, revision: number): string {
  const when = formatInstant(copy.at)
  if (copy.revision >= revision) return w.allIn(when)
  const isOfBefore = revision === lockedRevision && !copy.isSealed
  return isOfBefore ? w.beforeLock(when) : w.outdated(when)
}
