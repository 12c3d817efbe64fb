/** What befell the unit's store under an open page: the browser erased it, or a newer version in another tab took it over. */
export type UnitTrouble = 'erased' | 'outdated'

/** Where it is reported; whoever listens later hears of it, too. The first is the one that counts. */
export function makeUnitTroubles() {
  let trouble: UnitTrouble | undefined
  let tell: (trouble: UnitTrouble) => void = () => undefined
  return {
    trouble: () => trouble,
    report: (next: UnitTrouble): void => {
      if (trouble) return
      trouble = next
      tell(next)
    },
    listen: (listener: typeof tell): void => {
      tell = listener
      if (trouble) listener(trouble)
    },
  }
}
