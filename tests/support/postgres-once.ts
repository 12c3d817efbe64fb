import type { TestProject } from 'vitest/node'
import { startPostgres } from './postgres.ts'

declare module 'vitest' {
  interface ProvidedContext {
    readonly postgresUrl: string
  }
}

/** One PostgreSQL for all contract tests; each test makes a database of its own in it. */
export async function setup(project: TestProject): Promise<() => void> {
  const postgres = await startPostgres()
  project.provide('postgresUrl', postgres?.url ?? '')
  return () => postgres?.stop()
}
