import type { RegisteredUnit } from '#core/unit/register.ts'
import type { Unit } from '#core/unit/unit.ts'

// Their codes are nobody's: after 机构 and division only zeros.
const parent = { name: '玉林市职改办', orgCode: '11450900000000001D' } as const
const inTown = { division: '450902', level: 'unit', parent } as const

/** Units that do not exist, and whose names are far enough from each other that none is taken for another. */
export const demoUnits = {
  city: { ...parent, division: '450900', level: 'city' },
  school: { ...inTown, name: '玉林市江南第一中学', orgCode: '12450902000000011D' },
  hospital: { ...inTown, name: '玉林市城北人民医院', orgCode: '12450902000000022D' },
  primary: { ...inTown, name: '玉林市荷塘实验小学', orgCode: '12450902000000033D' },
} as const satisfies Readonly<Record<string, Unit>>

/** Somebody who works here handed in to the school by mistake. */
export const elsewhere = { name: '北流市第一中学', division: '450981' } as const

const { school, hospital, primary } = demoUnits

/** 单位名录: what people call these units; 玉林一中 is what the generator writes where somebody was lazy. */
export const register: readonly RegisteredUnit[] = [
  { name: school.name, orgCode: school.orgCode, aliases: ['玉林一中', '江南一中'] },
  { name: hospital.name, orgCode: hospital.orgCode, aliases: ['城北医院', '市城北医院'] },
  { name: primary.name, orgCode: primary.orgCode, aliases: ['荷塘小学', '荷塘实小'] },
]
