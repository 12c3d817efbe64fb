import type { Output } from '#cli/print.ts'

/** What a command said. */
export interface Heard extends Output {
  readonly lines: string[]
  readonly complaints: string[]
}

/** An output that remembers. */
export function hearing(): Heard {
  const lines: string[] = []
  const complaints: string[] = []
  return { lines, complaints, out: (line) => lines.push(line), err: (line) => complaints.push(line) }
}
