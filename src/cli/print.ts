/** Where a command writes: results on `out`, everything else on `err`. */
export interface Output {
  readonly out: (line: string) => void
  readonly err: (line: string) => void
}

/** Output on this process's standard streams. */
export const standardOutput: Output = {
  out: (line) => void process.stdout.write(`${line}\n`),
  err: (line) => void process.stderr.write(`${line}\n`),
}
