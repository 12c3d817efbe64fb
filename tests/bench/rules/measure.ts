/** The median of several runs, and how far they lie apart. */
export interface Spread {
  readonly median: number
  readonly least: number
  readonly most: number
}

const runs = 5
const rounds = 25

const sorted = (values: readonly number[]): readonly number[] => [...values].sort((a, b) => a - b)
const median = (values: readonly number[]): number => sorted(values)[Math.floor(values.length / 2)] ?? 0

/** Makes a spread of the values of several runs. */
export function spreadOf(values: readonly number[]): Spread {
  return { median: median(values), least: Math.min(...values), most: Math.max(...values) }
}

/** Time of one call in µs: five runs, each the median of so many rounds over all the items; one run warms up. */
export function measure<T>(run: (item: T) => unknown, items: readonly T[], count = rounds): Spread {
  const once = (): number =>
    median(
      Array.from({ length: count }, () => {
        const start = performance.now()
        for (const item of items) run(item)
        return ((performance.now() - start) * 1000) / items.length
      }),
    )
  once()
  return spreadOf(Array.from({ length: runs }, once))
}

/** Prints one line. */
export const say = (line: string): void => void process.stdout.write(`${line}\n`)

/** A spread as text, its numbers divided by a unit. */
export function format({ median: middle, least, most }: Spread, unit: string, divisor = 1): string {
  const [at, from, to] = [middle, least, most].map((time) => (time / divisor).toFixed(2))
  return `${(at ?? '').padStart(10)} ${unit} (${from}–${to})`.padEnd(36)
}
