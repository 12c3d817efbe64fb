import { describe, expect, test } from 'vitest'
import { useCaseListStore } from '#app/management/stores/useCaseListStore.ts'
import { useCaseStore } from '#app/management/stores/useCaseStore.ts'
import { useRegisterStore } from '#app/management/stores/useRegisterStore.ts'
import { useUnitNamesStore } from '#app/management/stores/useUnitNamesStore.ts'
import { fail } from '#core/errors/result.ts'
import { contentOf } from '#core/submission/content-of.ts'
import { signSubmission } from '#core/submission/sign-submission.ts'
import { memoryKept } from '#tests/support/memory-kept.ts'
import { memoryCases, memoryUnit, unitKey } from '#tests/support/memory-unit.ts'
import { aPerson } from '#tests/support/people.ts'
import { arrivalOf } from '#tests/support/review-events.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'

/** The page 统一单位名称 of a unit that holds these people, by the names of their units. */
async function namesPage(employers: Readonly<Record<string, string>>) {
  const cases = memoryCases()
  const submissionOf = async (name: string, employer: string, revision = 1) => {
    const content = aSubmissionContent({ revision }, aPerson({ basic: { ...aPerson().basic, name, employer } }))
    return { ...(await signSubmission(content, unitKey)), content }
  }
  for (const [name, employer] of Object.entries(employers)) {
    const submission = await submissionOf(name, employer)
    cases.put(`id:${name}`, submission, [{ ...arrivalOf('a', 1), digest: submission.digest }])
  }
  const kept = memoryKept()
  const pinia = await memoryUnit(cases, { desk: { openKept: () => kept.storage } })
  const [list, store] = [useCaseListStore(pinia), useUnitNamesStore(pinia)]
  const names = () => Object.fromEntries(list.rows.map(({ key, employer }) => [key.replace('id:', ''), employer]))
  /** The text of what counts for somebody has not come to this device yet. */
  const lose = (name: string) => cases.texts.delete(list.byKey.get(`id:${name}`)?.standing ?? '')
  /** A newer record of somebody comes in. */
  const receive = async (name: string, employer: string): Promise<void> => {
    const submission = await submissionOf(name, employer, 2)
    cases.put(`id:${name}`, submission, [{ ...arrivalOf('b', 2), digest: submission.digest }])
    cases.change(`id:${name}`, {})
  }
  /** A value of somebody's record is corrected on the desk. */
  const correct = async (name: string, path: string, after: string): Promise<void> => {
    const desk = useCaseStore(pinia)
    await desk.begin(`id:${name}`)
    expect(await desk.correct([{ path, after, reason: '与原件一致' }], desk.standingDigest())).toBe(true)
  }
  /** A value of the record that counts for somebody. */
  const valueOf = (name: string, field: string): string | undefined =>
    contentOf(cases.texts.get(list.byKey.get(`id:${name}`)?.standing ?? '') ?? '').record.basic[field]
  /** What this or another tab keeps as the register. */
  const keepRegister = (name: string) => kept.put('register', 'all', [{ name, aliases: Object.values(employers) }])
  const pages = { store, registered: useRegisterStore(pinia), storage: cases.storage }
  return { ...pages, names, lose, receive, correct, valueOf, keepRegister }
}

/** What was done; fails where nothing was. */
async function done<Outcome>(work: Promise<Outcome | undefined>): Promise<Outcome> {
  const outcome = await work
  if (!outcome) throw new Error('nothing was written')
  return outcome
}

/** How many have their name back, and who keeps the one they were given. */
async function undone(work: ReturnType<ReturnType<typeof useUnitNamesStore>['undo']>) {
  const became = await done(work)
  return [became.undone, became.left.map(({ name }) => name)]
}

const [wanted, written, spelled] = ['北流市第一中学', '北流一中', '北流市一中']

describe('undoing that names were made one', () => {
  test('tells that nothing was undone, and why, where it cannot be written', async () => {
    const { store, names, storage } = await namesPage({ 韦晓: written, 黄明: spelled })
    const { given } = await done(store.unify([written, spelled], wanted, '统一'))
    const append = storage.append.bind(storage)
    Object.assign(storage, { append: () => Promise.resolve(fail('REVIEW_CONFLICT', { expected: 1, found: 2 })) })
    expect(await store.undo(given, '撤销')).toBeUndefined()
    expect(store.error?.code).toBe('REVIEW_CONFLICT')
    expect(names()).toEqual({ 韦晓: wanted, 黄明: wanted })
    Object.assign(storage, { append })
    expect(await undone(store.undo(given, '撤销'))).toEqual([2, []])
  })

  test('gives each the name it had before', async () => {
    const { store, names } = await namesPage({ 韦晓: written, 黄明: spelled })
    const { given } = await done(store.unify([written, spelled], wanted, '统一'))
    expect(names()).toEqual({ 韦晓: wanted, 黄明: wanted })
    await store.undo(given, '撤销')
    expect(names()).toEqual({ 韦晓: written, 黄明: spelled })
  })

  test('leaves whoever got another name since, and says so', async () => {
    const { store, names } = await namesPage({ 韦晓: written, 黄明: spelled })
    const { given } = await done(store.unify([written, spelled], wanted, '统一'))
    await store.unify([wanted], '北流市第一初级中学', '改名')
    expect(await undone(store.undo(given, '撤销'))).toEqual([0, ['韦晓', '黄明']])
    expect(names()).toEqual({ 韦晓: '北流市第一初级中学', 黄明: '北流市第一初级中学' })
  })

  test('does not fail for one whose name stands already but for a space', async () => {
    const { store, names } = await namesPage({ 韦晓: `${wanted} `, 黄明: spelled })
    const { given } = await done(store.unify([`${wanted} `, spelled], wanted, '统一'))
    expect(await undone(store.undo(given, '撤销'))).toEqual([2, []])
    expect(store.error).toBeUndefined()
    expect(names()).toEqual({ 韦晓: wanted, 黄明: spelled })
  })

  test('leaves whose text is not here, and says so', async () => {
    const { store, names, lose } = await namesPage({ 韦晓: written, 黄明: spelled })
    const { given } = await done(store.unify([written, spelled], wanted, '统一'))
    lose('黄明')
    expect(await undone(store.undo(given, '撤销'))).toEqual([1, ['黄明']])
    expect(names()).toEqual({ 韦晓: written, 黄明: wanted })
  })

  test('gives the name back to whose record was corrected since in something else, which stays corrected', async () => {
    const { store, names, correct, valueOf } = await namesPage({ 韦晓: written, 黄明: spelled })
    const { given } = await done(store.unify([written, spelled], wanted, '统一'))
    await correct('韦晓', 'basic.mobile', '13907750001')
    expect(await undone(store.undo(given, '撤销'))).toEqual([2, []])
    expect(names()).toEqual({ 韦晓: written, 黄明: spelled })
    expect(valueOf('韦晓', 'mobile')).toBe('13907750001')
  })

  test('leaves whose name was corrected since, also back to the one that was given', async () => {
    const { store, names, correct } = await namesPage({ 韦晓: written, 黄明: spelled })
    const { given } = await done(store.unify([written, spelled], wanted, '统一'))
    await correct('韦晓', 'basic.employer', spelled)
    await correct('韦晓', 'basic.employer', wanted)
    expect(await undone(store.undo(given, '撤销'))).toEqual([1, ['韦晓']])
    expect(names()).toEqual({ 韦晓: wanted, 黄明: spelled })
  })

  test('stops where the trail of one cannot be read, and says so', async () => {
    const { store, names, correct, storage } = await namesPage({ 韦晓: written, 黄明: spelled })
    const { given } = await done(store.unify([written, spelled], wanted, '统一'))
    await correct('韦晓', 'basic.mobile', '13907750001')
    Object.assign(storage, { trail: () => Promise.resolve(fail('STORE_SEAL_BROKEN', {})) })
    expect(await store.undo(given, '撤销')).toBeUndefined()
    expect(store.error?.code).toBe('STORE_SEAL_BROKEN')
    expect(names()).toEqual({ 韦晓: wanted, 黄明: wanted })
  })

  test('leaves whose newer record came meanwhile with the same name, written by themselves', async () => {
    const { store, names, receive } = await namesPage({ 韦晓: written, 黄明: spelled })
    const { given } = await done(store.unify([written, spelled], wanted, '统一'))
    await receive('韦晓', wanted)
    expect(await undone(store.undo(given, '撤销'))).toEqual([1, ['韦晓']])
    expect(names()).toEqual({ 韦晓: wanted, 黄明: spelled })
  })
})

describe('making names one where the text of one is not here', () => {
  test('leaves that one alone and says who', async () => {
    const { store, names, lose } = await namesPage({ 韦晓: written, 黄明: spelled })
    lose('黄明')
    const { given, left } = await done(store.unify([written, spelled], wanted, '统一'))
    expect([[...given.keys()], left.map(({ name }) => name)]).toEqual([['id:韦晓'], ['黄明']])
    expect(store.error).toBeUndefined()
    expect(names()).toEqual({ 韦晓: wanted, 黄明: spelled })
  })

  test('stops at another refusal and writes nothing', async () => {
    const { store, names, storage } = await namesPage({ 韦晓: written, 黄明: spelled })
    let asked = 0
    const text = () => {
      asked += 1
      return Promise.resolve(fail('STORE_SEAL_BROKEN', {}))
    }
    Object.assign(storage, { text })
    expect(await store.unify([written, spelled], wanted, '统一')).toBeUndefined()
    expect([asked, store.error?.code]).toEqual([1, 'STORE_SEAL_BROKEN'])
    expect(names()).toEqual({ 韦晓: written, 黄明: spelled })
  })
})

describe('making names one by the register', () => {
  test('does nothing by one that another tab has replaced since, and says so', async () => {
    const { store, names, keepRegister, registered } = await namesPage({ 韦晓: written, 黄明: spelled })
    keepRegister('北流市第一中学')
    await registered.load()
    keepRegister('北流市第一初级中学')
    expect(await store.unifyByRegister('按名录')).toBeUndefined()
    expect(names()).toEqual({ 韦晓: written, 黄明: spelled })
    expect(store.isOtherRegister).toBe(true)
    expect([...store.previewRegister().official.values()]).toEqual(['北流市第一初级中学', '北流市第一初级中学'])
    const { given } = await done(store.unifyByRegister('按名录'))
    expect([given.size, store.isOtherRegister]).toEqual([2, false])
    expect(names()).toEqual({ 韦晓: '北流市第一初级中学', 黄明: '北流市第一初级中学' })
  })
})
