import type { Screen } from '#tests/support/random-typing.ts'

/** Edits counted in characters: shown as saved, and missing when the draft was opened again. */
export interface Tally {
  readonly saved: number
  readonly lost: number
}

/** One kind of accident, again and again. */
export interface FaultRun {
  readonly name: string
  readonly asked: number
  readonly done: number
  readonly tally: Tally
  /** How often a disk that was full stopped the typing, where the accident is one. */
  readonly refused?: number
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

/** A draft around an accident. */
export interface Moments {
  /** What stood when the draft was opened. */
  readonly before: Screen
  /** What was shown as saved last. */
  readonly saved: Screen
  /** What stands after the accident. */
  readonly standing: Screen
}

/** What was saved between two moments, each edit once, and whatever is missing now: the text of before no less. */
export function survived({ before, saved, standing }: Moments): Tally {
  let tally = noEdits
  for (const [path, text] of new Map([...before, ...saved])) {
    const counted = compared(text, standing.get(path) ?? '')
    tally = together(tally, { ...counted, saved: counted.saved - [...(before.get(path) ?? '')].length })
  }
  return tally
}

/** Why these runs do not show that nothing is lost; empty when they do. */
export function shortcomings(runs: readonly FaultRun[]): readonly string[] {
  return runs.flatMap(({ name, asked, done, tally, refused }) => [
    ...(tally.lost > 0 ? [`${name}: ${tally.lost} of the edits shown as saved are lost`] : []),
    ...(done < asked ? [`${name}: ${done} were done of ${asked} asked for`] : []),
    ...(asked > 0 && tally.saved === 0 ? [`${name}: nothing was shown as saved`] : []),
    ...(asked > 0 && refused === 0 ? [`${name}: none stopped the typing`] : []),
  ])
}

/** Prints a line of the report. */
export function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

/** Prints what came of a run. */
export function printRun({ name, done, tally, refused }: FaultRun): void {
  const stopped = refused === undefined ? '' : ` (${refused} stopped the typing)`
  print(`${done} ${name}${stopped}: ${tally.saved} edits shown as saved, ${tally.lost} lost`)
}
