import { harmlessFileName } from '#core/characters/file-name.ts'

/** A text to be kept as a file. */
export interface TextFile {
  readonly fileName: string
  readonly text: string
  readonly type: string
}

/** The way to the person's own files. */
export interface FileDoor {
  readonly save: (file: TextFile) => Promise<void>
}

const keptMs = 60_000

/** A file by download: works in every browser; where it goes is the browser's setting. Says by which name it goes. */
export function saveBlob(fileName: string, blob: Blob): string {
  const url = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = url
  link.download = harmlessFileName(fileName)
  document.body.append(link)
  link.click()
  link.remove()
  // A slow disk may still be reading.
  setTimeout(() => URL.revokeObjectURL(url), keptMs)
  return link.download
}

/** Files by download. */
export const browserFiles: FileDoor = {
  save: async ({ fileName, text, type }) => void saveBlob(fileName, new Blob([text], { type })),
}
