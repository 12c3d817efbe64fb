import { allMigrations } from '../migrations/all-migrations.ts'
import { migrate } from './migrate.ts'
import { createForgetting, type ForgettingSettings } from './forgetting.ts'
import { openPostgres } from './postgres-engine.ts'
import { retrying } from './retrying.ts'
import { openSqlite } from './sqlite-engine.ts'
import type { Store } from './store.ts'

/** Where the server keeps what it is given. */
export interface StoreSettings {
  /** Folder on a local disk: the embedded database, unless a URL is given. */
  readonly dataFolder: string
  /** `postgres://…`; then the folder holds nothing. */
  readonly databaseUrl?: string
  readonly forgetting?: ForgettingSettings
}

/** Opens the database and brings its schema to this version. */
export async function openStore({ dataFolder, databaseUrl, forgetting }: StoreSettings): Promise<Store> {
  const engine = databaseUrl === undefined ? openSqlite(dataFolder) : await openPostgres(databaseUrl)
  try {
    await migrate(engine, allMigrations)
  } catch (cause) {
    await engine.close()
    throw cause
  }
  const forgetful = createForgetting(engine, forgetting)
  return {
    engine: engine.name,
    types: engine.types,
    reader: engine.reader,
    write: (work) => retrying(engine, () => engine.writer.transaction().execute(work)),
    snapshot: (work) => engine.snapshot(work),
    forget: () => forgetful.forget(),
    close() {
      forgetful.stop()
      return engine.close()
    },
  }
}
