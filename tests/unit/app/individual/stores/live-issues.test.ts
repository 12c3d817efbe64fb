import { effectScope, ref, shallowRef } from 'vue'
import { expect, test } from 'vitest'
import { useLiveIssues } from '#app/individual/stores/live-issues.ts'
import { exampleRecord } from '#tests/support/rule-examples.ts'
import type { TableLookup } from '#core/codes/table-lookup.ts'
import { createRuleEngine } from '#core/rules/create-rule-engine.ts'
import { loadScheme } from '#server/scheme/load-scheme.ts'

const none: TableLookup = { table: () => undefined }

test('what was wrong yesterday, because it lay ahead, is right today', async () => {
  const { bundle } = await loadScheme()
  const engine = createRuleEngine(bundle.rules, bundle.scheme, none)
  const record = shallowRef(exampleRecord({ basic: { birthDate: '1980-01-15', workStartDate: '2026-12' } }))
  const day = ref('2026-11-30')
  const issues = effectScope().run(() =>
    useLiveIssues(
      record,
      () => engine,
      () => day.value,
    ),
  )
  const said = () =>
    (issues?.value ?? []).filter(({ path }) => path === 'basic.workStartDate').map((each) => each.message)
  expect(said()).toEqual(['参加工作时间不合理：晚于今天（本机日期 2026-11-30），请核对。'])
  day.value = '2026-12-01'
  expect(said()).toEqual([])
  record.value = exampleRecord({ basic: { birthDate: '1980-01-15', workStartDate: '2027-01' } })
  expect(said()).toEqual(['参加工作时间不合理：晚于今天（本机日期 2026-12-01），请核对。'])
})
