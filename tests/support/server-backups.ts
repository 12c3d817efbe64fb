import { writeBackup } from '#server/store/backup.ts'
import type { Store } from '#server/store/store.ts'

/** The lines of a backup, as they are read from its file. */
export async function* linesOf(text: string): AsyncGenerator<string> {
  yield* text.trimEnd().split('\n')
}

/** A backup of the server, unpacked. */
export async function backupOf(store: Store): Promise<string> {
  const lines: string[] = []
  await writeBackup(store, async (line) => void lines.push(line))
  return lines.join('')
}
