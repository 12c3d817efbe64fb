const shortest = 8

/** Whether a new passphrase is long enough to keep other people's records. */
export const isPassphrase = (typed: string): boolean => [...typed].length >= shortest
