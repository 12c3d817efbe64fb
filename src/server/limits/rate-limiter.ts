/** Lets each address ask so often and no oftener. */
export interface RateLimiter {
  /** Seconds until the address may ask again; 0 when it may now, and then the asking is counted. */
  take(address: string): number
}

interface Bucket {
  tokens: number
  filledAt: number
}

/** Addresses that are remembered; beyond that the ones longest silent are forgotten, which is in their favour. */
const mostAddresses = 50_000

/** A bucket for each address that fills evenly: `perMinute` in a minute, half a minute's worth at once. */
export function createRateLimiter(perMinute: number, now: () => number): RateLimiter {
  const most = Math.max(1, perMinute / 2)
  const perMs = perMinute / 60_000
  const buckets = new Map<string, Bucket>()

  function bucketOf(address: string, at: number): Bucket {
    const known = buckets.get(address)
    // The map keeps the order of insertion: who asked last stands last.
    buckets.delete(address)
    if (buckets.size >= mostAddresses)
      for (const oldest of buckets.keys()) {
        buckets.delete(oldest)
        break
      }
    // A clock that is set back takes nothing away.
    const tokens = known ? Math.min(most, known.tokens + Math.max(0, at - known.filledAt) * perMs) : most
    const bucket = { tokens, filledAt: at }
    buckets.set(address, bucket)
    return bucket
  }

  return {
    take(address) {
      if (perMinute <= 0) return 0
      const bucket = bucketOf(address, now())
      if (bucket.tokens < 1) return Math.ceil((1 - bucket.tokens) / perMs / 1000)
      bucket.tokens -= 1
      return 0
    },
  }
}
