import type { RuleSet } from '#core/rules/rule-set.ts'
import { writeOutRules } from '#core/rules/written/write-rules.ts'
import type { WrittenRules } from '#core/rules/written/written-rules.ts'
import type { Scheme } from '#core/scheme/scheme.ts'

/** Writes rules out and takes them in, as build and app do. */
export async function takeWritten(rules: RuleSet, scheme: Scheme): Promise<WrittenRules> {
  const text = writeOutRules(rules, scheme)
  const module = `export const digest = "";\n${text}`
  const written: WrittenRules = await import(`data:text/javascript,${encodeURIComponent(module)}`)
  return written
}
