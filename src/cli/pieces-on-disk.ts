import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { OpenPieceStore, PieceStore } from '#core/zip/piece-store.ts'

function pieceFile(opened: Promise<FileHandle>): PieceStore {
  return {
    async add(piece) {
      await (await opened).appendFile(piece)
    },
    async *pieces() {
      const handle = await opened
      for await (const piece of handle.createReadStream({ start: 0 })) yield new Uint8Array(piece)
    },
  }
}

/** Lets what is packed wait in a folder beside the file it is for, as well kept as that; it is gone afterwards. */
export async function withPiecesOnDisk(
  file: string,
  write: (openStore: OpenPieceStore) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(`${file}.part-`)
  const opened: Promise<FileHandle>[] = []
  try {
    await write(() => {
      const next = open(join(folder, String(opened.length)), 'wx+')
      opened.push(next)
      return pieceFile(next)
    })
  } finally {
    // Windows removes no file that is open.
    for (const one of await Promise.allSettled(opened)) if (one.status === 'fulfilled') await one.value.close()
    await rm(folder, { recursive: true, force: true })
  }
}
