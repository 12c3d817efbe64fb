import type { Row } from '#core/record/record.ts'
import type { TaskContent } from './task.ts'

/** What a task fixes on the sheet of basic facts: the unit's official name and its division. */
export function fixedValues({ unit }: Pick<TaskContent, 'unit'>): Row {
  return { employer: unit.name, employerDivision: unit.division }
}
