import type { FileMark, InterruptedReceiving } from '#app/platform/storage/receiving-storage.ts'
import type { QueuedFile } from './receive-run.ts'

/** What a file is recognised by when it is chosen again. */
export const markOf = ({ name, size, lastModified }: File): FileMark => ({ name, size, modifiedAt: lastModified })

const textOf = ({ name, size, modifiedAt }: FileMark): string => `${size}|${modifiedAt}|${name}`

/** Files that remain of an interrupted receiving. */
export const remainingFiles = ({ files, done }: InterruptedReceiving): readonly FileMark[] =>
  files.filter((_, index) => !done.has(index))

/** Matches files chosen again to those of an interrupted receiving: what was done is skipped, what is unknown is new. */
export function matchToSession(
  chosen: readonly File[],
  { files, done }: InterruptedReceiving,
): { readonly queue: readonly QueuedFile[]; readonly skipped: number } {
  const places = new Map<string, number[]>()
  for (const [index, mark] of files.entries()) {
    const known = places.get(textOf(mark))
    if (known) known.push(index)
    else places.set(textOf(mark), [index])
  }
  const matched = chosen.map((file) => ({
    file,
    name: file.name,
    index: places.get(textOf(markOf(file)))?.shift() ?? -1,
  }))
  const queue = matched.filter(({ index }) => !done.has(index))
  return { queue, skipped: matched.length - queue.length }
}
