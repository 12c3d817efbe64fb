import type { AppError } from '#core/errors/error-code.ts'
import { toChinese } from '#core/errors/messages.zh-CN.ts'
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

/** Why, to whom it was sent from: the sentence of the error speaks to whom it came to. */
function reasonText(error: AppError): string {
  if (error.code === 'PACK_OUTDATED') return words.packOutdated
  if (error.code === 'PACK_PREVIOUS_MISSING') return words.packPreviousMissing(error.params.previous)
  return toChinese(error)
}

/** What is said of a pack that the level above does not have, and why. */
export function notTakenText({ error, fileName, isElsewhere }: RefusedPack): string {
  const what = isElsewhere ? words.packRefusedElsewhere : words.packRefused
  const said = error.code === 'PACK_LOST_ABOVE' ? words.packLost(fileName) : what(fileName)
  return `${said} ${reasonText(error)}`
}

/** Those of some packs that the level above does not have. */
export const refusedOf = (packs: readonly PackOnItsWay[]): readonly RefusedPack[] =>
  packs.flatMap(({ error, ...pack }) => (error ? [{ ...pack, error }] : []))
