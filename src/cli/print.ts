import { exitCode } from './exit-code.ts'

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

/**
 * What is written to a reader that left (`caibao codes | head`) is not wanted any more: the command goes on with what
 * else it does. Any other loss, as of a full disk, is told once and is no success.
 */
export function heedLostOutput(): void {
  let isTold = false
  process.stdout.on('error', ({ code, message }: NodeJS.ErrnoException) => {
    if (code === 'EPIPE' || isTold) return
    isTold = true
    process.exitCode = exitCode.unreadable
    standardOutput.err(`结果没有写完，请腾出空间或换一个位置，再试一次：${message}`)
  })
  // There is nobody left to tell.
  process.stderr.on('error', () => {})
}
