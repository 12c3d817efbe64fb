/** Edits counted in characters: shown as saved, and missing when the draft was opened again. */
export interface Tally {
  readonly saved: number
  readonly lost: number
}

/** Nothing counted yet. */
export const noEdits: Tally = { saved: 0, lost: 0 }

/** Both together. */
export const together = (a: Tally, b: Tally): Tally => ({ saved: a.saved + b.saved, lost: a.lost + b.lost })

/** Compares what was shown as saved with what stands now; characters are only ever added at the end. */
export function compared(saved: string, standing: string): Tally {
  const expected = [...saved]
  const found = [...standing]
  const firstMissing = expected.findIndex((character, index) => found[index] !== character)
  return { saved: expected.length, lost: firstMissing === -1 ? 0 : expected.length - firstMissing }
}

/** Prints a line of the report. */
export function print(line: string): void {
  process.stdout.write(`${line}\n`)
}
