import { visibleText } from '#core/characters/visible-text.ts'
import { givenUpValues } from '#core/record/given-up.ts'
import type { PersonRecord } from '#core/record/record.ts'
import type { Scheme } from '#core/scheme/scheme.ts'

/** What is said of values whose fields the scheme in use has given up; nothing where there are none. */
export function givenUpLines(record: PersonRecord, scheme: Scheme): readonly string[] {
  return givenUpValues(record, scheme).map(
    ({ path, value }) => `  现在的方案没有“${path}”这一栏，当时填的是“${visibleText(value)}”`,
  )
}
