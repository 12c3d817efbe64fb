import type { AppError } from '#core/errors/error-code.ts'

/** Whether a report of everybody is what helps: the level above misses something before this pack, or has something after it. */
export const isForEverybody = ({ code }: AppError): boolean =>
  code === 'PACK_OUTDATED' || code === 'PACK_PREVIOUS_MISSING'
