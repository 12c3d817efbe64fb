import type { UnitDatabase } from './unit-database.ts'
import type { BirthMark } from './watch-for-erasure.ts'

const id = 'unit'

/** The mark stands in the row of the unit, where whoever reads the unit passes over it: before it is set up, nothing is lost. */
export const birthOfUnit = ({ unit }: UnitDatabase): BirthMark => ({
  table: unit,
  read: async () => (await unit.get(id))?.['born'],
  write: async (born) => (await unit.update(id, { born })) === 1,
})
