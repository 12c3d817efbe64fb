/** The server's databases, as a bench names them. */
export type Database = 'SQLite' | 'PostgreSQL'

const databases: readonly Database[] = ['SQLite', 'PostgreSQL']

interface Asked {
  readonly count: number
  /** The one that was asked for alone. */
  readonly only: Database | undefined
}

/** Reads `[count] [SQLite | PostgreSQL]`; a word that is neither would measure nothing, and nobody would see it. */
export function readAsked([count = '', database]: readonly string[], usual: number): Asked {
  if (!/^(?:[1-9]\d*)?$/.test(count)) throw new RangeError(`not a number of what to measure: ${count}`)
  const only = databases.find((each) => each === database)
  if (database !== undefined && only === undefined) throw new RangeError(`SQLite or PostgreSQL, not ${database}`)
  return { count: count === '' ? usual : Number(count), only }
}

/** Says which aims do not hold, or why that cannot be told, and ends with 1 where one does not. */
export function sayVerdict(over: readonly string[], unjudged: string | undefined): void {
  if (unjudged !== undefined) process.stdout.write(`${unjudged}\n`)
  if (over.length === 0) return
  process.stdout.write(`over: ${over.join('; ')}\n`)
  process.exitCode = 1
}

/** What a bench that should have measured it is short of. */
export const noPostgres = 'PostgreSQL: not run, this machine has none'
