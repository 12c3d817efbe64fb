/** A mistake in `codes/`, where a person finds it. */
export interface Problem {
  readonly file: string
  readonly line: number
  readonly message: string
}

/** Writes a problem as editors and terminals link it: `codes/rules/basic.yaml:12: …`. */
export function formatProblem({ file, line, message }: Problem): string {
  return `${file}:${line}: ${message}`
}
