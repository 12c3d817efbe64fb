import { expect, vi } from 'vitest'

/** A copy is made a few seconds after a pause. */
export const secondCopyPatience = { timeout: 15_000, interval: 100 }

const pathsKept = async (): Promise<readonly string[]> =>
  (await (await caches.open('caibao-second-copies')).keys()).map(({ url }) => new URL(url).pathname)

/** Where the states are that are kept beside the database; where none is, no note of one is left either. */
export async function keptAddresses(): Promise<readonly string[]> {
  const paths = await pathsKept()
  const states = paths.filter((path) => !path.includes('/second-copies/lost/'))
  return states.length > 0 ? states : paths
}

/** Waits until so many states are kept. */
export const untilKept = (count: number): Promise<void> =>
  vi.waitFor(async () => expect(await keptAddresses()).toHaveLength(count), secondCopyPatience)
