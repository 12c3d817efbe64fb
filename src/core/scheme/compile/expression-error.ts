/** A mistake inside an expression; the column counts from 1. */
export class ExpressionError extends Error {
  readonly column: number
  constructor(message: string, column: number) {
    super(message)
    this.name = 'ExpressionError'
    this.column = column
  }
}
