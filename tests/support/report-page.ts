import { useReportStore } from '#app/management/stores/useReportStore.ts'
import { ok } from '#core/errors/result.ts'
import { rulesName } from '#core/review/case-row.ts'
import { checklistItems } from '#core/review/review-event.ts'
import { signSubmission } from '#core/submission/sign-submission.ts'
import { loadScheme } from '#server/scheme/load-scheme.ts'
import { noFindings } from './case-rows.ts'
import { memoryCases, memoryUnit, unitKey } from './memory-unit.ts'
import { anotherPerson } from './more-people.ts'
import { arrivalOf } from './review-events.ts'
import { aSubmissionContent } from './submissions.ts'

/** The page 上报 of a unit in which these people have passed; a pack that would be saved is counted and let go of. */
export async function reportPage(names: readonly string[], desk: object = {}, platform: object = {}) {
  const { manifest } = (await loadScheme()).bundle
  const cases = memoryCases()
  const findings = { ...noFindings, checkedBy: rulesName(manifest) }
  const saved: string[] = []
  for (const [at, name] of names.entries()) {
    const content = aSubmissionContent({}, anotherPerson(name, at + 1))
    const { digest, text } = await signSubmission(content, unitKey)
    cases.put(`id:${name}`, { digest, text, content, findings }, [
      { ...arrivalOf('a', 1), digest },
      ...checklistItems.map((item) => ({ kind: 'ticked', item, isTicked: true }) as const),
      { kind: 'passed', digest },
    ])
  }
  const saveStream = ({ fileName }: { readonly fileName: string }) => {
    saved.push(fileName)
    return Promise.resolve(ok(false))
  }
  const pinia = await memoryUnit(cases, {
    desk: { choosePlace: () => Promise.resolve('downloads'), saveStream, ...desk },
    platform,
  })
  return { cases, pinia, saved, store: useReportStore(pinia) }
}
