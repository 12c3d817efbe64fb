import { stripVTControlCharacters } from 'node:util'
import type { Reporter, TestCase } from 'vitest/node'

/** Names, at the end of a run, every test that passed at its second try only, with what the first one met: ADR 0263. */
export function secondTries(): Reporter {
  const tests: TestCase[] = []
  return {
    onTestCaseResult(test) {
      if (test.diagnostic()?.flaky) tests.push(test)
    },
    onTestRunEnd() {
      if (tests.length === 0) return
      const lines = [`Passed at a second try only: ${tests.length}. Each is a fault of the test or of the app.`]
      for (const test of tests) {
        lines.push(`  ${test.module.relativeModuleId} > ${test.fullName}`)
        for (const error of test.result().errors ?? []) lines.push(`    ${firstLineOf(error.message)}`)
      }
      process.stdout.write(`\n${lines.join('\n')}\n`)
    },
  }
}

function firstLineOf(message: string): string {
  return stripVTControlCharacters(message).split('\n', 1)[0] ?? ''
}
