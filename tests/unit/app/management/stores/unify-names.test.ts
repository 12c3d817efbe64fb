import { describe, expect, test } from 'vitest'
import { useCaseListStore } from '#app/management/stores/useCaseListStore.ts'
import { useUnitNamesStore } from '#app/management/stores/useUnitNamesStore.ts'
import { signSubmission } from '#core/submission/sign-submission.ts'
import { memoryCases, memoryUnit, unitKey } from '#tests/support/memory-unit.ts'
import { aPerson } from '#tests/support/people.ts'
import { arrivalOf } from '#tests/support/review-events.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'

/** The page 统一单位名称 of a unit that holds these people, by the names of their units. */
async function namesPage(employers: Readonly<Record<string, string>>) {
  const cases = memoryCases()
  for (const [name, employer] of Object.entries(employers)) {
    const content = aSubmissionContent({}, aPerson({ basic: { ...aPerson().basic, name, employer } }))
    const { digest, text } = await signSubmission(content, unitKey)
    cases.put(`id:${name}`, { digest, text, content }, [{ ...arrivalOf('a', 1), digest }])
  }
  const pinia = await memoryUnit(cases)
  const [list, store] = [useCaseListStore(pinia), useUnitNamesStore(pinia)]
  const names = () => Object.fromEntries(list.rows.map(({ key, employer }) => [key.replace('id:', ''), employer]))
  return { store, names }
}

const [wanted, written, spelled] = ['北流市第一中学', '北流一中', '北流市一中']

describe('undoing that names were made one', () => {
  test('gives each the name it had before', async () => {
    const { store, names } = await namesPage({ 韦晓: written, 黄明: spelled })
    const given = await store.unify([written, spelled], wanted, '统一')
    expect(names()).toEqual({ 韦晓: wanted, 黄明: wanted })
    await store.undo(given, '撤销')
    expect(names()).toEqual({ 韦晓: written, 黄明: spelled })
  })

  test('leaves whoever got another name since, and says so', async () => {
    const { store, names } = await namesPage({ 韦晓: written, 黄明: spelled })
    const given = await store.unify([written, spelled], wanted, '统一')
    await store.unify([wanted], '北流市第一初级中学', '改名')
    expect(await store.undo(given, '撤销')).toEqual({ undone: 0, left: 2 })
    expect(names()).toEqual({ 韦晓: '北流市第一初级中学', 黄明: '北流市第一初级中学' })
  })

  test('does not fail for one whose name stands already but for a space', async () => {
    const { store, names } = await namesPage({ 韦晓: `${wanted} `, 黄明: spelled })
    const given = await store.unify([`${wanted} `, spelled], wanted, '统一')
    expect(await store.undo(given, '撤销')).toEqual({ undone: 2, left: 0 })
    expect(store.error).toBeUndefined()
    expect(names()).toEqual({ 韦晓: wanted, 黄明: spelled })
  })
})
