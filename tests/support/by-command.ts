import type { TestDatabase } from './stores.ts'

/** Runs a command of the server upon this database, which it is told of as whoever types it would. */
export async function byCommand<T>(
  { settings }: Pick<TestDatabase, 'settings'>,
  command: () => Promise<T>,
): Promise<T> {
  const { dataFolder, databaseUrl } = settings
  const before = { ...process.env }
  Object.assign(process.env, databaseUrl === undefined ? { CAIBAO_DATA: dataFolder } : { DATABASE_URL: databaseUrl })
  try {
    return await command()
  } finally {
    process.env = before
  }
}
