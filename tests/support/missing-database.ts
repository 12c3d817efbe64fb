import type { Reporter } from 'vitest/node'
import { findPostgres } from '#house/find-postgres.mjs'

/** Projects whose tests run on each of the server's databases. */
const onBoth: ReadonlySet<string> = new Set(['contract', 'e2e', 'firefox', 'webkit'])

/** What a run leaves untried where there is no PostgreSQL; a machine with Node and npm alone passes all the same. */
export function untestedDatabase(projects: readonly string[], isThere: boolean): string | undefined {
  if (isThere || !projects.some((name) => onBoth.has(name))) return undefined
  const rule = '='.repeat(72)
  return [
    rule,
    'NOT RUN: the half of the tests that wants PostgreSQL; this machine has none.',
    '没有运行：要 PostgreSQL 的那一半测试（这台机器没有 PostgreSQL）。',
    'Green here says nothing of it. Install it, or name the folder of its programs by POSTGRES_BIN.',
    rule,
  ].join('\n')
}

/** Says at the end of a run, below its green, that half of it was not there to be run. */
export function missingDatabase(): Reporter {
  return {
    onTestRunEnd(modules) {
      const told = untestedDatabase(
        modules.map(({ project }) => project.name),
        findPostgres() !== undefined,
      )
      if (told !== undefined) process.stdout.write(`\n${told}\n`)
    },
  }
}
