import { readFileSync } from 'node:fs'

/** A county of Guangxi. */
export interface Place {
  readonly code: string
  readonly name: string
  readonly city: string
  /** Place of the city in the order of codes: 南宁 is 0. */
  readonly cityIndex: number
}

const cells = (table: string): readonly (readonly string[])[] =>
  readFileSync(new URL(`../../../codes/tables/${table}.csv`, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('45'))
    .map((line) => line.split(','))

const current = cells('divisions_current')
const cities = current.filter(([code]) => code?.endsWith('00') && !code.endsWith('0000'))

/** The counties, county-level cities and districts of Guangxi today. */
export const places: readonly Place[] = current.flatMap(([code = '', name = '']) => {
  const cityIndex = cities.findIndex(([city]) => city !== code && city?.slice(0, 4) === code.slice(0, 4))
  return cityIndex === -1 ? [] : [{ code, name, city: cities[cityIndex]?.[1] ?? '', cityIndex }]
})

/** First six digits of ID numbers given out before counties were renamed or moved, e.g. 452526 for 北流县. */
export const formerRegions: readonly string[] = cells('divisions_historic')
  .map(([code = '']) => code)
  .filter((code) => !code.endsWith('00'))
