import type { Output } from '#cli/print.ts'

/** What a command said. */
export interface Heard extends Output {
  readonly lines: string[]
  readonly complaints: string[]
}

/** How far long work has come: what a busy machine says, and a quiet one does not. */
const progress = /^\S+ \d+(?: \/ \d+)?$/u

/** What was complained of, without how far the work had come. */
export const complained = ({ complaints }: Heard): readonly string[] =>
  complaints.filter((line) => !progress.test(line))

/** An output that remembers. */
export function hearing(): Heard {
  const lines: string[] = []
  const complaints: string[] = []
  return { lines, complaints, out: (line) => lines.push(line), err: (line) => complaints.push(line) }
}
