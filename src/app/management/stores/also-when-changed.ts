import { watch } from 'vue'
import type { ListedCase } from '#app/platform/storage/case-storage.ts'

/** Looks at a person by itself, too, when their line changes: what another tab did is seen before a step is refused for it. */
export function alsoWhenChanged(line: () => ListedCase | undefined, look: () => Promise<void>): () => Promise<void> {
  watch(line, (now, before) => {
    if (now && now.key === before?.key) void look()
  })
  return look
}
