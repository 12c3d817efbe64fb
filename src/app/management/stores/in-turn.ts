/** Makes functions that wait for each other: a key pressed while a step is being written does not overtake it. */
export function makeTurns() {
  let last: Promise<unknown> = Promise.resolve()
  return <A extends readonly unknown[], T>(work: (...args: A) => Promise<T>) =>
    (...args: A): Promise<T> => {
      const run = last.then(() => work(...args))
      last = run.catch(() => undefined)
      return run
    }
}

/** Turns in which a step is of the person in sight when it was asked for: by its turn, the next may be on the desk. */
export function makeTurnsOfPerson(inSight: () => string, refuse: () => boolean) {
  const inTurn = makeTurns()
  function ofPerson<A extends readonly unknown[]>(work: (...args: A) => Promise<boolean>) {
    const run = inTurn(async (asked: string, ...args: A) => (asked === inSight() ? work(...args) : refuse()))
    return (...args: A): Promise<boolean> => run(inSight(), ...args)
  }
  return { inTurn, ofPerson }
}
