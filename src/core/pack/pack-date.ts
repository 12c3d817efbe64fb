import { fail } from '#core/errors/result.ts'
import type { Unit } from '#core/unit/unit.ts'

const toleranceMs = 24 * 3_600_000

/** Whether a pack says it was made later than can be: no two clocks are so far apart unless the date of one is wrong. */
export const isDatedAhead = (createdAt: string, now: number): boolean => Date.parse(createdAt) > now + toleranceMs

/** When a pack was made, by its own date and by when it came: no pack is younger than its arrival. */
export const madeAtLatest = (createdAt: number, arrivedAt: number): number => Math.min(createdAt, arrivedAt)

const dateLength = 'YYYY-MM-DD'.length

/** Why such a pack is not taken, with the day it says it was made. */
export const packDatedAhead = ({ name }: Pick<Unit, 'name'>, createdAt: string) =>
  fail('PACK_DATE_AHEAD', { unit: name, date: createdAt.slice(0, dateLength) })
