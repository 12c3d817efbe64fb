import { formatInstant } from '#app/shared/format-instant.ts'
import type { ListedDraft } from '../stores/useDraftListStore.ts'
import { useBackupStore } from '../stores/useBackupStore.ts'
import { backupWords as words } from '../words/backup.zh-CN.ts'

/** What 安全副本 says of a draft at its server. */
export interface ServerCopyWords {
  /** Whether the draft lies there as it stands. */
  readonly isWhole: boolean
  readonly text: string
}

/** Says what lies with the server of the unit; nothing when it has nothing of the draft. */
export function useServerCopy(): (draft: ListedDraft) => ServerCopyWords | undefined {
  const store = useBackupStore()
  return (draft) => {
    const placed = store.onServer(draft)
    if (!placed) return undefined
    const when = formatInstant(placed.at)
    const isWhole = placed.revision >= draft.revision
    return { isWhole, text: isWhole ? words.received(when) : words.receivedBefore(when) }
  }
}
