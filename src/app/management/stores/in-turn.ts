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
