import * as fc from 'fast-check'
import type { Hono } from 'hono'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import * as v from 'valibot'
import { takeTheirSteps } from '#core/sync/rebase-trail.ts'
import { changePageSchema, pushReviewEvents } from '#core/sync/replication.ts'
import { openStep, sealStep } from '#core/sync/sealed-step.ts'
import { toldToServer } from '#core/sync/standing-signers.ts'
import { deriveUnitSecret, type UnitSecret } from '#core/sync/unit-secret.ts'
import { createApp } from '#server/create-app.ts'
import type { Store } from '#server/store/store.ts'
import { aColleague, aTree, type StaffClient, type Tree } from '#tests/support/staff.ts'
import { someServices } from '#tests/support/services.ts'
import { bothEngines, type TestDatabase } from '#tests/support/stores.ts'
import { Reviewer, reviewerStep } from '#tests/support/two-reviewers.ts'
import { anOpeningKey } from '#tests/support/units.ts'

const happening = fc.oneof(
  { weight: 4, arbitrary: fc.record({ who: fc.nat(1), does: reviewerStep }) },
  { weight: 1, arbitrary: fc.record({ who: fc.nat(1), goes: fc.constantFrom('pull', 'push') }) },
)

describe.for(bothEngines())('two devices of a unit on $name', ({ isHere, create }) => {
  let database: TestDatabase
  let store: Store
  let app: Hono
  let tree: Tree
  let secret: UnitSecret
  let clients: readonly StaffClient[]
  beforeEach(async (context) => {
    context.skip(!isHere, 'this machine has no PostgreSQL')
    database = await create()
    store = await database.open()
    app = createApp(new Map(), await someServices(store))
    tree = await aTree(store)
    secret = await deriveUnitSecret(await anOpeningKey())
    clients = await Promise.all([1, 2].map(() => aColleague({ app, store }, tree.unit.id, 'reviewer')))
  })
  afterEach(async () => {
    if (isHere) await database.remove()
  })

  /** A reviewer with the way to the server, and where they read up to. */
  class Connected extends Reviewer {
    readonly #client: StaffClient
    readonly #caseId: string
    #cursor: number

    constructor(name: string, caseId: string, cursor: number) {
      super(name, caseId)
      const client = clients[name === 'A' ? 0 : 1]
      if (!client) throw new Error('nobody is signed in')
      this.#client = client
      this.#caseId = caseId
      this.#cursor = cursor
    }

    async push(): Promise<void> {
      if (this.waiting.length === 0) return
      const { trail, confirmed } = this.replica
      const told = toldToServer(trail).slice(confirmed)
      const events = await Promise.all(this.waiting.map((event, at) => sealStep(event, secret, told[at])))
      const { status, json } = await this.#client.ask('POST', '/reviews', { orgId: tree.unit.id, events })
      if (status !== 200) throw new Error(JSON.stringify(json))
      // What does not come to stand is a conflict: the same rules hold here and there.
      const refused = v.parse(pushReviewEvents.answer, json).items.filter(({ kind }) => kind === 'refused')
      if (refused.length > 0) throw new Error(JSON.stringify(refused))
    }

    get cursor(): number {
      return this.#cursor
    }

    async pull(): Promise<void> {
      const query = `orgId=${tree.unit.id}&after=${this.#cursor}&limit=3`
      const { json } = await this.#client.ask('GET', `/changes?${query}`)
      const page = v.parse(changePageSchema, json)
      const opened = await Promise.all(
        page.items.flatMap((change) => (change.kind === 'review' ? [openStep(change.event, secret)] : [])),
      )
      const theirs = opened.map((step) => {
        if (!step.ok) throw new Error(step.error.code)
        return step.value.event
      })
      this.take(
        takeTheirSteps(
          this.replica,
          theirs.filter(({ caseId }) => caseId === this.#caseId),
        ),
      )
      this.#cursor = page.next
      if (page.next < page.head) await this.pull()
    }
  }

  test('end with the same sealed case whatever happens in between', async () => {
    let cases = 0
    // What is past belongs to the cases before: read anew with each, it would take longer each time.
    let cursor = 0
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { minLength: 4, maxLength: 24, size: 'max' }), async (happenings) => {
        cases += 1
        const caseId = `id:${cases}`
        const [a, b] = [new Connected('A', caseId, cursor), new Connected('B', caseId, cursor)]
        for (const { who, ...what } of happenings) {
          const reviewer = who === 0 ? a : b
          if ('does' in what) reviewer.act(what.does)
          else await reviewer[what.goes === 'pull' ? 'pull' : 'push']()
        }
        for (const reviewer of [a, b, a, b, a]) {
          await reviewer.pull()
          await reviewer.push()
          await reviewer.pull()
        }
        expect(a.replica).toEqual(b.replica)
        expect(a.replica.confirmed).toBe(a.replica.trail.length)
        cursor = a.cursor
      }),
      { numRuns: 40 },
    )
  })
})
