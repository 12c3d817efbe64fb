import { formatInstant } from '#app/shared/format-instant.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { visibleText } from '#core/characters/visible-text.ts'
import { toChinese } from '#core/errors/messages.zh-CN.ts'
import { unitSyncWords as words } from '../../words/unit-sync.zh-CN.ts'
import type { PackOnItsWay } from './upload-rows.ts'

/** A pack that the level above does not have, with its reason. */
export type RefusedPack = PackOnItsWay & { readonly error: AppError }

/** Whose file helps no more as it is: it stays as old or as young as it says, or is not here any more. */
const neverAgain: readonly AppError['code'][] = [
  'PACK_OUTDATED',
  'PACK_DATE_AHEAD',
  'PACK_LOST_ABOVE',
  'PACK_PIECES_GONE',
]

/** Whether a report of everybody is what helps: the level above misses something before this pack, or has something after it. */
export const isForEverybody = ({ code }: AppError): boolean =>
  [...neverAgain, 'PACK_PREVIOUS_MISSING', 'PACK_LEFT_HALFWAY'].includes(code)

/** Whether it is one that another device began to send and of which the rest never came. */
export const isHalfway = ({ error }: Pick<PackOnItsWay, 'error'>): boolean => error?.code === 'PACK_LEFT_HALFWAY'

/** Whether sending the same file once more may help: a colleague's is not kept here. */
export const mayGoAgain = ({ error: { code }, isElsewhere }: RefusedPack): boolean =>
  isElsewhere === undefined && !neverAgain.includes(code)

/** Why, to whom it was sent from: the sentence of the error speaks to whom it came to. */
function reasonText(error: AppError): string {
  if (error.code === 'PACK_OUTDATED') return words.packOutdated
  if (error.code === 'PACK_DATE_AHEAD') return words.packDateAhead(error.params.date)
  if (error.code === 'PACK_PREVIOUS_MISSING') return words.packPreviousMissing(error.params.previous)
  return toChinese(error)
}

/** What is said of a pack that the level above does not have, and why. */
export function notTakenText(pack: RefusedPack): string {
  const { error, isElsewhere, madeAt } = pack
  const fileName = visibleText(pack.fileName)
  if (isHalfway(pack)) return `${words.packHalfway(formatInstant(madeAt))} ${toChinese(error)}`
  const what = isElsewhere ? words.packRefusedElsewhere : words.packRefused
  const said = error.code === 'PACK_LOST_ABOVE' ? words.packLost(fileName) : what(fileName)
  return `${said} ${reasonText(error)}`
}

/** Those of some packs that the level above does not have. */
export const refusedOf = (packs: readonly PackOnItsWay[]): readonly RefusedPack[] =>
  packs.flatMap(({ error, ...pack }) => (error ? [{ ...pack, error }] : []))
