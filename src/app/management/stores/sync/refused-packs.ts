import type { AppError } from '#core/errors/error-code.ts'
import { unitSyncWords as words } from '../../words/unit-sync.zh-CN.ts'
import type { PackOnItsWay } from './upload-rows.ts'

/** A pack that the level above does not have, with its reason. */
export type RefusedPack = PackOnItsWay & { readonly error: AppError }

/** Whether a report of everybody is what helps: the level above misses something before this pack, or has something after it. */
export const isForEverybody = ({ code }: AppError): boolean =>
  code === 'PACK_OUTDATED' || code === 'PACK_PREVIOUS_MISSING' || code === 'PACK_LOST_ABOVE'

/** Whether sending the same file once more may help: a lost one and a colleague's are not kept here, an older one stays older. */
export const mayGoAgain = ({ error: { code }, isElsewhere }: RefusedPack): boolean =>
  isElsewhere === undefined && code !== 'PACK_OUTDATED' && code !== 'PACK_LOST_ABOVE'

/** What is said of a pack that the level above does not have. */
export function notTakenText({ error: { code }, fileName, isElsewhere }: RefusedPack): string {
  if (code === 'PACK_LOST_ABOVE') return words.packLost(fileName)
  return isElsewhere ? words.packRefusedElsewhere(fileName) : words.packRefused(fileName)
}

/** Those of some packs that the level above does not have. */
export const refusedOf = (packs: readonly PackOnItsWay[]): readonly RefusedPack[] =>
  packs.flatMap(({ error, ...pack }) => (error ? [{ ...pack, error }] : []))
