import { computed, type ComputedRef, type Ref, shallowRef, watch } from 'vue'
import type { PersonRecord } from '#core/record/record.ts'
import type { LiveCheck, RuleEngine } from '#core/rules/create-rule-engine.ts'
import type { Issue } from '#core/rules/issue.ts'

interface LiveIssues {
  readonly id: string
  readonly engine: RuleEngine
  readonly day: string
  readonly check: LiveCheck
}

/** The issues of a record as it changes, and as the day does: only rules that read what changed run again. */
export function useLiveIssues(
  record: Ref<PersonRecord | undefined>,
  engine: () => RuleEngine | undefined,
  today: () => string,
): ComputedRef<readonly Issue[]> {
  const issues = shallowRef<readonly Issue[]>([])
  let live: LiveIssues | undefined

  watch(
    [record, engine, today],
    ([next, rules, day]) => {
      if (!next || !rules) {
        live = undefined
        issues.value = []
        return
      }
      if (live?.id === next.id && live.engine === rules && live.day === day) {
        issues.value = live.check.update(next)
        return
      }
      live = { id: next.id, engine: rules, day, check: rules.open(next, { today: day }) }
      issues.value = live.check.issues
    },
    { immediate: true, flush: 'sync' },
  )
  return computed(() => issues.value)
}
