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

/** Text from a file, made harmless for a terminal: control and bidi characters are shown, not obeyed. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (char) => {
    const code = (char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
    return `‹U+${code}›`
  })
}
