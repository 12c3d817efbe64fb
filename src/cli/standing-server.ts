import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { readSettings } from '#server/read-settings.ts'
import { NothingBegun } from '#server/store/migrate.ts'
import { openingInWords } from '#server/store/open-failure.ts'
import { openStore, type StoreSettings } from '#server/store/open-store.ts'
import { placeOf } from '#server/store/place-of.ts'
import { sqliteFile } from '#server/store/sqlite-engine.ts'
import type { Store } from '#server/store/store.ts'
import type { Output } from './print.ts'

/** The store of a server that was started, and where it lies, in words. */
export interface StandingServer {
  readonly store: Store
  readonly place: string
}

const isAbsence = (cause: unknown): boolean => cause instanceof Error && 'code' in cause && cause.code === 'ENOENT'

/** Who may not look into a folder does not know that nothing is there. */
async function isThere(file: string): Promise<boolean> {
  try {
    await stat(file)
    return true
  } catch (cause) {
    if (isAbsence(cause)) return false
    throw cause
  }
}

async function opened(settings: StoreSettings): Promise<Store | undefined> {
  const { dataFolder, databaseUrl } = settings
  // Looked for before it is opened: opening would make it.
  if (databaseUrl === undefined && !(await openingInWords(settings, isThere(join(dataFolder, sqliteFile)))))
    return undefined
  const store = await openStore(settings).catch((cause: unknown) => {
    if (cause instanceof NothingBegun) return undefined
    throw cause
  })
  // Made at the first start, and in every backup since.
  const key = await store?.reader.selectFrom('server_key').select('kid').executeTakeFirst()
  if (key) return store
  await store?.close()
  return undefined
}

/**
 * Opens the store that a server works with, for what is done to it by command. Where no server was ever started there is
 * nothing to save or to erase: that is told, with how to name the right place, for the settings of a service are not those
 * of whoever types the command. Its schema stays as it is, for the server may still be at work on it: where it is of an
 * earlier version, only `toRead` all there is can do with it.
 */
export async function openStandingServer(
  output: Output,
  how: 'toRead' | 'toWork' = 'toWork',
): Promise<StandingServer | undefined> {
  const { dataFolder, databaseUrl } = readSettings(process.env)
  const where = { dataFolder, ...(databaseUrl !== undefined && { databaseUrl }) }
  const place = placeOf(where)
  const store = await opened({ ...where, earlier: how === 'toRead' ? 'left' : 'refused' })
  if (store) return { store, place }
  output.err(
    `${place} 里没有服务器的数据，什么也没有做。服务器的数据在别处时，请带上它的设置再运行一次，例如：CAIBAO_DATA=数据文件夹 npm run -s caibao -- …（PostgreSQL：DATABASE_URL=…）。`,
  )
  return undefined
}
