import type { AppError } from '#core/errors/error-code.ts'
import { unitSyncWords as words } from '../../words/unit-sync.zh-CN.ts'

/** Whether a report of everybody is what helps: the level above misses something before this pack, or has something after it. */
export const isForEverybody = ({ code }: AppError): boolean =>
  code === 'PACK_OUTDATED' || code === 'PACK_PREVIOUS_MISSING' || code === 'PACK_LOST_ABOVE'

/** Whether sending the same file once more may help: a lost one is not kept here, an older one stays older. */
export const mayGoAgain = ({ code }: AppError): boolean => code !== 'PACK_OUTDATED' && code !== 'PACK_LOST_ABOVE'

/** What is said of a pack that the level above does not have. */
export const notTakenText = ({ code }: AppError, fileName: string): string =>
  code === 'PACK_LOST_ABOVE' ? words.packLost(fileName) : words.packRefused(fileName)
