import type { Hono } from 'hono'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import * as v from 'valibot'
import { longestValue } from '#core/record/record.ts'
import { changePageSchema, pushResultSchema, pushReviewEvents } from '#core/sync/replication.ts'
import { totalsSchema } from '#core/sync/totals.ts'
import { sealedLimits } from '#core/submission/sealed-submission.ts'
import { submissionLimits } from '#core/submission/submission.ts'
import { largestAnswerBytes, readWireAnswer } from '#core/sync/wire-answer.ts'
import { createApp } from '#server/create-app.ts'
import { appendToLog } from '#server/store/append-to-log.ts'
import { addMembers, beginPack } from '#server/store/packs.ts'
import { placePeople } from '#server/store/people.ts'
import type { Store } from '#server/store/store.ts'
import { anOpenTask, aSealedFile, aSignedFile, upload } from '#tests/support/sync.ts'
import { aPushed, corrected, manyChanged, received } from '#tests/support/pushed-events.ts'
import { aColleague, type StaffClient, type Tree, aTree } from '#tests/support/staff.ts'
import { bothEngines, type TestDatabase } from '#tests/support/stores.ts'
import { someServices } from '#tests/support/services.ts'

const resultsSchema = v.object({ items: v.array(pushResultSchema) })

describe.for(bothEngines())('replication on $name', ({ isHere, create }) => {
  let database: TestDatabase
  let store: Store
  let app: Hono
  let tree: Tree
  let clerk: StaffClient
  let reviewer: StaffClient
  beforeEach(async (context) => {
    context.skip(!isHere, 'this machine has no PostgreSQL')
    database = await create()
    store = await database.open()
    app = createApp(new Map(), await someServices(store))
    tree = await aTree(store)
    clerk = await aColleague({ app, store }, tree.unit.id, 'collector')
    reviewer = await aColleague({ app, store }, tree.unit.id, 'reviewer')
  })
  afterEach(async () => {
    if (isHere) await database.remove()
  })

  const push = async (who: StaffClient, ...events: ReturnType<typeof aPushed>[]) => {
    const { status, json } = await who.ask('POST', '/reviews', { orgId: tree.unit.id, events })
    expect(status, JSON.stringify(json)).toBe(200)
    return v.parse(resultsSchema, json).items
  }
  const pull = async (who: StaffClient, query: string) => {
    const { status, json } = await who.ask('GET', `/changes?${query}`)
    expect(status, JSON.stringify(json)).toBe(200)
    return v.parse(changePageSchema, json)
  }
  const totals = async (who: StaffClient, orgId: string) => {
    const { json } = await who.ask('GET', `/totals?orgId=${orgId}`)
    return v.parse(totalsSchema, json)
  }

  test('takes steps in order, and the same push once more changes nothing', async () => {
    const events = [aPushed('a', 1, received('a')), aPushed('a', 2, { kind: 'opened' })]
    const first = await push(clerk, ...events)
    expect(first.map(({ kind }) => kind)).toEqual(['accepted', 'accepted'])
    expect(await push(clerk, ...events)).toEqual(first)
    const page = await pull(reviewer, `orgId=${tree.unit.id}&after=0`)
    expect(page.items.map((item) => item.kind === 'review' && item.event)).toEqual(events)
    expect(page.next).toBe(page.head)
    expect((await pull(reviewer, `orgId=${tree.unit.id}&after=${page.next}`)).items).toEqual([])
  })

  test('shows the steps of others and the values both changed, and overwrites nothing', async () => {
    await push(clerk, aPushed('a', 1, received('a')))
    await push(clerk, aPushed('a', 2, corrected('b', 'a', '13811111111')))
    const late = aPushed('a', 2, corrected('c', 'a', '13822222222'))
    const [conflict] = await push(reviewer, late, aPushed('a', 3, { kind: 'ticked', item: 'phone', isTicked: true }))
    expect(conflict).toMatchObject({
      kind: 'conflict',
      sequence: 2,
      fields: [{ path: 'basic.phone', before: '13800000000', theirs: '13811111111', mine: '13822222222' }],
    })
    const { items } = await pull(reviewer, `orgId=${tree.unit.id}&after=0`)
    expect(items).toHaveLength(2)
  })

  test('answers a conflict over more values, or more steps, than an answer holds', async () => {
    await push(clerk, aPushed('a', 1, received('a')), aPushed('a', 2, manyChanged(0, '乙'.repeat(longestValue))))
    await push(clerk, aPushed('a', 3, manyChanged(300, '丙'.repeat(longestValue))))
    // The others' values fill half an answer by themselves, and each later step would be told of them anew.
    const late = [
      manyChanged(0, '丁'.repeat(longestValue)),
      manyChanged(300, '戊'.repeat(longestValue)),
      ...Array.from({ length: 20 }, () => corrected('c', 'a', '1')),
    ]
    const body = { orgId: tree.unit.id, events: late.map((step, at) => aPushed('a', 2 + at, step)) }
    const answer = await clerk.ask('POST', '/reviews', body)
    const { items } = v.parse(pushReviewEvents.answer, answer.json)
    expect(items.map(({ kind }) => kind)).toEqual(late.map(() => 'conflict'))
    expect(items[0]).toMatchObject({ sequence: 3, fields: { length: expect.toSatisfy((told: number) => told > 0) } })
    expect(JSON.stringify(answer.json).length).toBeLessThan(largestAnswerBytes)
    expect(Buffer.byteLength(JSON.stringify(answer.json))).toBeLessThan(5 * 1_048_576)
  })

  test('names no more fields of a conflict than an answer has room for', async () => {
    await push(
      clerk,
      aPushed('a', 1, received('a')),
      aPushed('a', 2, manyChanged(0, '2')),
      aPushed('a', 3, manyChanged(300, '2')),
    )
    const events = [aPushed('a', 2, manyChanged(0, '3')), aPushed('a', 3, manyChanged(300, '3'))]
    const answer = await clerk.ask('POST', '/reviews', { orgId: tree.unit.id, events })
    expect(v.parse(pushReviewEvents.answer, answer.json).items[0]).toMatchObject({ fields: { length: 500 } })
  })

  test('lets a clerk collect and only a reviewer decide', async () => {
    await push(clerk, aPushed('a', 1, received('a')))
    const pass = aPushed('a', 2, { kind: 'passed', digest: 'a'.repeat(64) })
    expect(await push(clerk, pass)).toMatchObject([{ kind: 'refused', error: { code: 'SERVER_FORBIDDEN' } }])
    expect(await push(reviewer, pass)).toMatchObject([{ kind: 'accepted' }])
    const again = aPushed('a', 3, { kind: 'ticked', item: 'phone', isTicked: true })
    expect(await push(clerk, again)).toMatchObject([{ kind: 'refused', error: { code: 'REVIEW_STEP_REFUSED' } }])
  })

  test('takes sealed steps without needing what they hold', async () => {
    const step = { kind: 'sealed', as: 'received', digest: 'a'.repeat(64), content: '{"ciphertext":"…"}' } as const
    expect(await push(clerk, aPushed('blinded', 1, step))).toMatchObject([{ kind: 'accepted' }])
    const { items } = await pull(clerk, `orgId=${tree.unit.id}&after=0`)
    expect(items).toMatchObject([{ event: { step } }])
    expect((await totals(clerk, tree.unit.id)).whole).toMatchObject({ people: 1, received: 1 })
  })

  test('ranks sealed arrivals by the revision they say, also of files that came by hand', async () => {
    const sealed = (as: 'received' | 'passed' | 'opened', letter: string, revision = 1) =>
      ({ kind: 'sealed', as, digest: letter.repeat(64), revision, content: '{"ciphertext":"…"}' }) as const
    await push(reviewer, aPushed('a', 1, sealed('received', 'a', 2)), aPushed('a', 2, sealed('passed', 'a')))
    await push(reviewer, aPushed('a', 3, sealed('received', 'b', 1)))
    expect((await totals(clerk, tree.unit.id)).whole).toMatchObject({ people: 1, passed: 1 })
    const later = [aPushed('a', 4, sealed('received', 'c', 3)), aPushed('a', 5, sealed('opened', 'c'))]
    expect((await push(reviewer, ...later)).map(({ kind }) => kind)).toEqual(['accepted', 'accepted'])
    expect((await totals(clerk, tree.unit.id)).whole).toMatchObject({ people: 1, inReview: 1 })
  })

  test('counts whom a unit reported in the unit, also while the level above works on them', async () => {
    const place = {
      orgId: tree.unit.id,
      recordId: 'r1',
      digest: 'a'.repeat(64),
      revision: 1,
      state: 'reported',
    } as const
    await store.write(async (writer) => {
      await placePeople(writer, [place])
      const { id } = await beginPack(writer, {
        orgId: tree.department.id,
        fromOrgId: tree.unit.id,
        digest: '9'.repeat(64),
        sizeBytes: 1,
        accountId: clerk.accountId,
        now: 1,
      })
      await addMembers(writer, id, [
        { line: 0, digest: place.digest, firstDigest: place.digest, recordId: 'r1', revision: 1 },
      ])
      await writer.updateTable('pack').set({ completed_at: 1 }).where('id', '=', id).execute()
    })
    const above = await aColleague({ app, store }, tree.department.id, 'reviewer')
    const events = [aPushed('a', 1, received('a')), aPushed('a', 2, { kind: 'passed', digest: place.digest })]
    const { json } = await above.ask('POST', '/reviews', { orgId: tree.department.id, events })
    expect(v.parse(resultsSchema, json).items.map(({ kind }) => kind)).toEqual(['accepted', 'accepted'])
    expect((await totals(above, tree.department.id)).whole).toMatchObject({ people: 1, reported: 1 })
  })

  test('gives a file with a byte order mark as it came', async () => {
    const { taskId, orgId } = await anOpenTask(store)
    const file = new TextEncoder().encode('\uFEFF{}')
    await store.write(async (writer) => {
      const [place] = await appendToLog(writer, [{ at: 1, kind: 'submission', orgId, facts: {} }])
      const position = place?.position ?? 0
      const facts = { digest: 'a'.repeat(64), device: 'd'.repeat(43), task_id: taskId, record_id: taskId, revision: 1 }
      await writer
        .insertInto('submission')
        .values({
          position,
          ...facts,
          org_id: orgId,
          previous: null,
          is_sealed: 0,
          issues: null,
          state: 'received',
          state_at: 1,
          received_at: 1,
        })
        .execute()
      await writer.insertInto('original').values({ position, file }).execute()
    })
    const whoever = await aColleague({ app, store }, orgId, 'collector')
    const { items } = await pull(whoever, `orgId=${orgId}&after=0`)
    expect(items).toMatchObject([{ kind: 'submission', file: '\uFEFF{}' }])
  })

  test('counts each person once, wherever they stand, up to the region', async () => {
    const place = {
      orgId: tree.unit.id,
      recordId: 'r1',
      digest: 'a'.repeat(64),
      revision: 1,
      state: 'received',
    } as const
    await store.write((writer) => placePeople(writer, [place]))
    await push(reviewer, aPushed('a', 1, received('a')), aPushed('a', 2, { kind: 'passed', digest: 'a'.repeat(64) }))
    await push(clerk, aPushed('by-hand', 1, received('e')))
    const official = await aColleague({ app, store }, tree.region.id, 'collector')
    const { whole, below } = await totals(official, tree.region.id)
    expect(whole).toEqual({ people: 2, received: 1, inReview: 0, returned: 0, passed: 1, reported: 0 })
    expect(below.map(({ name, people }) => [name, people])).toEqual([
      ['南宁市', 2],
      ['柳州市', 0],
    ])
    // What came by hand and now arrives over the network is one person, not two.
    const late = { ...place, recordId: 'r2', digest: 'e'.repeat(64) }
    await store.write((writer) => placePeople(writer, [late]))
    await push(clerk, aPushed('by-hand', 2, { kind: 'opened' }))
    expect((await totals(official, tree.unit.id)).whole).toMatchObject({ people: 2, inReview: 1, passed: 1 })
  })

  test('gives a level above what happens below, and each unit only its own', async () => {
    await push(clerk, aPushed('a', 1, received('a')))
    const other = await aColleague({ app, store }, tree.otherUnit.id, 'reviewer')
    const theirs = { orgId: tree.otherUnit.id, events: [aPushed('z', 1, received('f'))] }
    await other.ask('POST', '/reviews', theirs)
    const city = await aColleague({ app, store }, tree.city.id, 'collector')
    const ofCity = await pull(city, `orgId=${tree.city.id}&after=0&below=1`)
    expect(ofCity.items.map(({ orgId }) => orgId)).toEqual([tree.unit.id])
    expect(ofCity.next).toBe(ofCity.head)
    const region = await aColleague({ app, store }, tree.region.id, 'collector')
    expect((await pull(region, `orgId=${tree.region.id}&after=0&below=1`)).items).toHaveLength(2)
    expect((await pull(region, `orgId=${tree.region.id}&after=0`)).items).toEqual([])
  })

  test('is resumed at any place with pages of any size', async () => {
    for (const name of ['a', 'b', 'c', 'd', 'e']) await push(clerk, aPushed(name, 1, received(name)))
    const seen: number[] = []
    for (let after = 0, more = true; more;) {
      const page = await pull(clerk, `orgId=${tree.unit.id}&after=${after}&limit=2`)
      seen.push(...page.items.map(({ position }) => position))
      more = page.next < page.head
      after = page.next
    }
    const whole = await pull(clerk, `orgId=${tree.unit.id}&after=0`)
    expect(seen).toEqual(whole.items.map(({ position }) => position))
    expect(seen).toHaveLength(5)
  })

  test('tells who else has a case open, as a hint', async () => {
    const at = { orgId: tree.unit.id, caseId: 'a' }
    expect((await clerk.ask('PUT', '/presence', at)).json).toEqual({ others: [] })
    const { json } = await reviewer.ask('PUT', '/presence', at)
    expect(json).toMatchObject({ others: [{ account: clerk.accountId, name: 'collector 同事' }] })
    await clerk.ask('PUT', '/presence', { ...at, caseId: '' })
    expect((await reviewer.ask('PUT', '/presence', at)).json).toEqual({ others: [] })
  })

  test('no page of changes is larger than an app reads, whatever the files are made of', async () => {
    const { orgId, taskId, token } = await anOpenTask(store)
    const padded = (text: string, sizeBytes: number): string => text + '\n'.repeat(sizeBytes - Buffer.byteLength(text))
    for (let person = 0; person < 3; person += 1) {
      const { text } = await aSignedFile()
      expect((await upload(app, token, padded(text, submissionLimits.sizeBytes - 1024))).status).toBe(200)
    }
    const { text, claimFor } = await aSealedFile(taskId)
    const largest = padded(text, sealedLimits.sizeBytes)
    const stored = await upload(app, token, largest, await claimFor(largest))
    expect(stored.status, await stored.text()).toBe(200)
    const admin = await aColleague({ app, store }, orgId, 'admin')
    const positions: number[] = []
    for (let [after, head] = [0, 1]; after < head;) {
      const path = `/api/v1/changes?orgId=${orgId}&after=${after}&limit=500`
      const answer = await (await app.request(path, { headers: admin.headers })).text()
      expect(Buffer.byteLength(answer)).toBeLessThan(largestAnswerBytes)
      const page = readWireAnswer({ kind: 'answer', status: 200, text: answer }, changePageSchema)
      if (!page.ok) throw new Error(page.error.code)
      positions.push(...page.value.items.map(({ position }) => position))
      ;[after, head] = [page.value.next, page.value.head]
    }
    expect(positions).toHaveLength(4)
  })
})
