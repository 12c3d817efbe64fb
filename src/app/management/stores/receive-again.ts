import { makePace } from '#app/platform/clock/breathe.ts'
import type { FileMark, InterruptedReceiving } from '#app/platform/storage/receiving-storage.ts'
import type { QueuedFile } from './receive-run.ts'

const markOf = ({ name, size, lastModified }: File): FileMark => ({ name, size, modifiedAt: lastModified })

/**
 * What files are recognised by when they are chosen again. Each is asked of the disk in the page's own turn, so
 * thousands are asked in slices.
 */
export async function marksOf(files: readonly File[]): Promise<readonly FileMark[]> {
  const pace = makePace()
  const marks: FileMark[] = []
  for (const file of files) {
    marks.push(markOf(file))
    await pace()
  }
  return marks
}

const textOf = ({ name, size, modifiedAt }: FileMark): string => `${size}|${modifiedAt}|${name}`

/** Files that remain of an interrupted receiving. */
export const remainingFiles = ({ files, done }: InterruptedReceiving): readonly FileMark[] =>
  files.filter((_, index) => !done.has(index))

/** Matches files chosen again to those of an interrupted receiving: what was done is skipped, what is unknown is new. */
export async function matchToSession(
  chosen: readonly File[],
  { files, done }: InterruptedReceiving,
): Promise<{ readonly queue: readonly QueuedFile[]; readonly skipped: number }> {
  const marks = await marksOf(chosen)
  const places = new Map<string, number[]>()
  for (const [index, mark] of files.entries()) {
    const known = places.get(textOf(mark))
    if (known) known.push(index)
    else places.set(textOf(mark), [index])
  }
  const matched = chosen.map((file, at) => {
    const mark = marks[at]
    return { file, name: file.name, index: (mark && places.get(textOf(mark))?.shift()) ?? -1 }
  })
  const queue = matched.filter(({ index }) => !done.has(index))
  return { queue, skipped: matched.length - queue.length }
}
