import { createHash } from 'node:crypto'
import { realpath, stat } from 'node:fs/promises'
import { ownVersion } from '../own-version.ts'

/** The folder on its volume: of two sticks that were plugged in one after the other both may be drive E. */
async function placeOf(folder: string): Promise<readonly [path: string, volume: number]> {
  try {
    const path = await realpath(folder)
    return [path, (await stat(path)).dev]
  } catch {
    // A database elsewhere needs no folder here.
    return [folder, 0]
  }
}

/** Tells the servers of one machine apart, by their data and version, without telling where the data lies. */
export async function dataMark(dataFolder: string): Promise<string> {
  const about = JSON.stringify(['caibao', await ownVersion(), ...(await placeOf(dataFolder))])
  return createHash('sha256').update(about).digest('base64url')
}
