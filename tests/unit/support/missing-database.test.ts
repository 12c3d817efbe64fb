import { expect, test } from 'vitest'
import { untestedDatabase } from '#tests/support/missing-database.ts'

test.each(['contract', 'e2e', 'firefox', 'webkit'])('a run of %s without PostgreSQL says so at its end', (project) => {
  expect(untestedDatabase(['unit', project], false)).toMatch(/NOT RUN.*PostgreSQL/s)
})

test('with PostgreSQL, and where no test wants one, there is nothing to say', () => {
  expect(untestedDatabase(['contract', 'e2e'], true)).toBeUndefined()
  expect(untestedDatabase(['unit', 'browser'], false)).toBeUndefined()
})
