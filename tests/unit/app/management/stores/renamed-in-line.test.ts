import { defineStore } from 'pinia'
import { expect, test } from 'vitest'
import { useSchemeInUse } from '#app/management/stores/scheme-in-use.ts'
import { useSchemeStore } from '#app/shared/scheme/useSchemeStore.ts'
import { openTable } from '#core/codes/open-table.ts'
import { createRuleEngine } from '#core/rules/create-rule-engine.ts'
import { anotherPerson } from '#tests/support/more-people.ts'
import { memoryCases, memoryUnit } from '#tests/support/memory-unit.ts'
import { realCodes } from '#tests/support/real-codes.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'

test('a step on the desk leaves in the line that a code means something else by now (M17)', async () => {
  const pinia = await memoryUnit(memoryCases())
  const { bundle, tables } = await realCodes()
  const scheme = useSchemeStore(pinia)
  scheme.tables = new Map(Object.entries(bundle.tables).map(([id, data]) => [id, openTable(data)]))
  scheme.engine = createRuleEngine(bundle.rules, bundle.scheme, tables)
  const { findingsIn } = defineStore('in-use', useSchemeInUse)(pinia)
  const record = { ...anotherPerson('韦晓', 1), names: { professional_post: { '053': '高级技师' } } }
  expect(findingsIn(aSubmissionContent({ record }))).toMatchObject({ errors: 0, warnings: 1, rules: ['M17'] })
})
