const wordsOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause))

/**
 * Does the work and tidies up, whatever came of it. After what failed that mostly fails as well, as to stop a database that
 * fell; why the work failed is told all the same, and first.
 */
export async function tidying<T>(work: () => Promise<T>, tidyUp: () => unknown): Promise<T> {
  const [worked] = await Promise.allSettled([work()])
  const [tidied] = await Promise.allSettled([Promise.resolve().then(tidyUp)])
  if (worked.status === 'rejected') {
    const { reason: cause } = worked
    if (tidied.status === 'fulfilled') throw cause
    throw new Error(`${wordsOf(cause)}; then, tidying up: ${wordsOf(tidied.reason)}`, { cause })
  }
  if (tidied.status === 'rejected') throw tidied.reason
  return worked.value
}
