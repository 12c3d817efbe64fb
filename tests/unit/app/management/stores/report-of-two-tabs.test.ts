import { expect, test, vi } from 'vitest'
import type { StreamedFile } from '#app/platform/files/save-stream.ts'
import type { CaseChange, StoredPack } from '#app/platform/storage/case-storage.ts'
import { fail, ok } from '#core/errors/result.ts'
import { anotherPerson } from '#tests/support/more-people.ts'
import { reportPage } from '#tests/support/report-page.ts'
import { arrivalOf } from '#tests/support/review-events.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'

const wishes = { scope: 'full', leaveOut: false, withoutRoster: true } as const
const saveStream = ({ stream }: StreamedFile) => new Response(stream).blob().then(() => ok(true))
const noneOnItsWay = () => ({ list: () => Promise.resolve(ok([])) })

/** A page whose packs are kept, of which the first `conflicts` markings come too late; and how often it was tried. */
async function markingPage(conflicts: number, desk: object = {}) {
  const page = await reportPage(['韦一', '韦二'], { saveStream, openSync: noneOnItsWay, ...desk })
  const { storage } = page.cases
  const packs = new Map<string, StoredPack>()
  const append = storage.append.bind(storage)
  const tried: unknown[] = []
  Object.assign(storage, {
    packs: () => Promise.resolve(ok([...packs.values()])),
    append(changes: readonly CaseChange[], pack?: StoredPack, along?: unknown) {
      tried.push(along)
      if (tried.length <= conflicts) return Promise.resolve(fail('REVIEW_CONFLICT', { expected: 1, found: 2 }))
      if (pack) packs.set(pack.digest, pack)
      return append(changes)
    },
  })
  await page.store.load()
  return { ...page, packs, tried }
}

test('a report is done, though somebody took a step of one of its people while they were marked', async () => {
  const { store, tried, packs } = await markingPage(1)
  expect(await store.report(wishes)).toBe(2)
  expect(store.error).toBeUndefined()
  expect([...packs.values()].map(({ count, isMarking }) => [count, isMarking])).toEqual([[2, undefined]])
  expect(tried).toEqual([{ sync: [] }, { sync: [] }])
})

test('a report of which nobody can be marked says why', async () => {
  const { store, tried } = await markingPage(Infinity)
  expect(await store.report(wishes)).toBeUndefined()
  expect(store.error?.code).toBe('REVIEW_CONFLICT')
  expect(tried).toHaveLength(5)
})

test('people whom another tab is marking are left to it, and waited for by whoever reports', async () => {
  const asked: LockOptions[] = []
  let isFree = true
  const markAlone = vi.fn<(options: LockOptions, work: (isMine: boolean) => Promise<unknown>) => Promise<unknown>>(
    (options, work) => {
      asked.push(options)
      return work(isFree)
    },
  )
  const { store, tried, packs } = await markingPage(0, { markAlone })
  await store.report(wishes)
  const [whole] = packs.values()
  if (!whole) throw new Error('no pack')
  const cut = { ...whole, isMarking: true as const }
  packs.set(whole.digest, cut)
  asked.length = 0
  isFree = false
  const before = tried.length
  await store.load()
  expect([asked, tried.length]).toEqual([[{ ifAvailable: true }], before])
  isFree = true
  // The other tab is done when the turn is this one's.
  markAlone.mockImplementationOnce((options, work) => {
    asked.push(options)
    packs.set(whole.digest, whole)
    return work(true)
  })
  await store.report(wishes)
  expect(asked.slice(1)).toEqual([{}, {}])
  expect(tried).toHaveLength(before + 1)
})

test('what a pack holds of somebody who passed with something newer meanwhile is kept with the pack', async () => {
  let meanwhile = (): void => undefined
  const slowly = (file: StreamedFile) => saveStream(file).finally(() => meanwhile())
  const { store, packs, cases } = await markingPage(0, { saveStream: slowly })
  const [first] = cases.rows.values()
  if (!first) throw new Error('nobody is listed')
  const { caseId, standing } = first
  const newer = 'e'.repeat(64)
  meanwhile = () => {
    const came = [{ ...arrivalOf('a', 1), digest: standing }, arrivalOf('e', 2)]
    const content = aSubmissionContent({ revision: 2 }, anotherPerson('韦一', 1))
    cases.put(caseId, { digest: newer, text: '', content }, [...came, { kind: 'passed', digest: newer }])
    cases.change(caseId, {})
  }
  await store.report(wishes)
  expect([...packs.values()].map(({ isMarking, unsaid }) => [isMarking, unsaid])).toEqual([
    [undefined, [{ caseId, digest: standing, ever: 0 }]],
  ])
  expect(cases.rows.get(caseId)).toMatchObject({ state: 'passed', standing: newer })
})
