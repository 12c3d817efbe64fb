/** One tab at a time does what has this name, in the order they asked; where a browser has no locks, all do. */
export const inOneTab = <T>(name: string, work: () => Promise<T>): Promise<T> =>
  'locks' in navigator ? navigator.locks.request(name, work) : work()
