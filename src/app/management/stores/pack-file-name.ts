import { localDateOf } from '#app/platform/clock/clock.ts'

/** A pack as people know it: the same on every device of the unit. */
export const packFileName = (unitName: string, madeAt: number, people: number): string =>
  `${unitName}_上报_${localDateOf(madeAt).replaceAll('-', '')}_${people}人.rpz`
