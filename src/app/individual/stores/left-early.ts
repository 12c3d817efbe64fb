import { watch } from 'vue'
import type { RuleEngine } from '#core/rules/create-rule-engine.ts'

/** Notes a field that was left; before the rules were there, what leaving does to it is done again once they are. */
export function onceRulesAreThere(
  engine: () => RuleEngine | undefined,
  touch: (path: string) => void,
  leave: (path: string) => void,
): (path: string) => void {
  const early = new Set<string>()
  watch(engine, () => {
    for (const path of early) leave(path)
    early.clear()
  })
  return (path) => {
    touch(path)
    if (!engine()) early.add(path)
  }
}
