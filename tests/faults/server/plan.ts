/** The server's databases, as this bench names them. */
const databases = ['SQLite', 'PostgreSQL'] as const
const accidents = ['kill', 'line', 'restart', 'disk'] as const

type Database = (typeof databases)[number]
type Accident = (typeof accidents)[number]

/** One accident on one database. */
export interface Part {
  readonly database: Database
  readonly kind: Accident
}

/** What is to be done, and in words what was chosen to be less than everything. */
interface Plan {
  readonly rounds: number
  readonly parts: readonly Part[]
  readonly chosen: readonly string[]
}

/** What the machine has for it. */
interface Machine {
  readonly hasPostgres: boolean
  /** prlimit, by which no file of a process grows any further. */
  readonly hasLimits: boolean
  /** Whether a small disk can be mounted: only a whole disk that is full stops a database of several processes. */
  readonly hasSmallDisk: boolean
}

const wantedRounds = 50

// The embedded database cannot fall without its server.
const everything: readonly Part[] = databases.flatMap((database) =>
  accidents.filter((kind) => database === 'PostgreSQL' || kind !== 'restart').map((kind) => ({ database, kind })),
)

/** Several with commas between; nothing chosen is everything. A name that is none would try nothing at all. */
function readNames<T extends string>(setting: string, text: string, known: readonly T[]): readonly T[] {
  if (text === '') return known
  return text.split(',').map((word) => {
    const name = known.find((each) => each === word.trim())
    if (name === undefined) throw new RangeError(`${setting}: ${known.join(', ')}, not ${word}`)
    return name
  })
}

/** Reads FAULTS_ROUNDS, FAULTS_DATABASE and FAULTS_ACCIDENT. */
export function readPlan(env: Readonly<Record<string, string | undefined>>): Plan {
  const { FAULTS_ROUNDS = '', FAULTS_DATABASE = '', FAULTS_ACCIDENT = '' } = env
  if (!/^(?:[1-9]\d*)?$/.test(FAULTS_ROUNDS)) throw new RangeError(`FAULTS_ROUNDS is no count: ${FAULTS_ROUNDS}`)
  const rounds = FAULTS_ROUNDS === '' ? wantedRounds : Number(FAULTS_ROUNDS)
  const on = readNames('FAULTS_DATABASE', FAULTS_DATABASE, databases)
  const kinds = readNames('FAULTS_ACCIDENT', FAULTS_ACCIDENT, accidents)
  const parts = everything.filter(({ database, kind }) => on.includes(database) && kinds.includes(kind))
  if (parts.length === 0) throw new RangeError(`nothing to try: ${FAULTS_ACCIDENT} on ${FAULTS_DATABASE}`)
  const chosen = [
    ...(parts.length < everything.length ? [`chosen: ${parts.map(inWords).join(', ')}, of ${everything.length}`] : []),
    ...(rounds < wantedRounds ? [`chosen: ${rounds} rounds, and ${wantedRounds} are what is asked`] : []),
  ]
  return { rounds, parts, chosen }
}

const inWords = ({ database, kind }: Part): string => `${database} ${kind}`

function lackFor({ database, kind }: Part, machine: Machine): string | undefined {
  if (database === 'PostgreSQL' && !machine.hasPostgres) return 'no PostgreSQL here'
  if (kind !== 'disk') return undefined
  if (database === 'SQLite') return machine.hasLimits ? undefined : 'no prlimit here'
  return machine.hasSmallDisk ? undefined : 'this user may mount no disk'
}

/** What can be tried on this machine, and what cannot, with why: that makes a run fail, for it was asked for. */
export function divide(
  parts: readonly Part[],
  machine: Machine,
): { readonly tried: readonly Part[]; readonly untried: readonly string[] } {
  const lacks = parts.map((part) => ({ part, lack: lackFor(part, machine) }))
  return {
    tried: lacks.flatMap(({ part, lack }) => (lack === undefined ? [part] : [])),
    untried: lacks.flatMap(({ part, lack }) => (lack === undefined ? [] : [`${inWords(part)}: ${lack}`])),
  }
}
