/** The slowest line that is waited for: 16 kbit/s. */
export const slowestBytesPerSecond = 2048

/** How long so many bytes take over it. */
export const paceMs = (sizeBytes: number): number => Math.ceil((sizeBytes / slowestBytesPerSecond) * 1000)
