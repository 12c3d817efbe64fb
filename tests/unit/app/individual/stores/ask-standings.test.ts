import { beforeEach, describe, expect, test } from 'vitest'
import { askStandings } from '#app/individual/stores/ask-standings.ts'
import type { Exchange } from '#app/platform/exchange/open-exchange.ts'
import type { OutboxEntry } from '#app/platform/storage/outbox-entry.ts'
import { fail, ok } from '#core/errors/result.ts'
import { nextOutboxState } from '#core/sync/outbox.ts'
import { type Answered, refuse } from '#core/sync/wire-answer.ts'
import type { SubmissionStatus } from '#core/sync/submissions.ts'
import { anEntry } from '#tests/support/outbox-entries.ts'

const taskId = '0198f000-0000-7000-8000-000000000001'
const entryOf = (digest: string, standing?: string): OutboxEntry =>
  anEntry({
    digest,
    draftId: digest,
    taskId,
    state: {
      name: 'delivered',
      receipt: {
        by: 'server',
        at: 1,
        text: `of ${digest}`,
        ...(standing !== undefined && { standing: { state: standing, at: 1 } }),
      },
    },
  })
const unknown = refuse('needsPerson', fail('SERVER_ADDRESS_UNKNOWN', {}))
const cutOff = refuse('retry', fail('DELIVERY_NO_CONNECTION', { why: 'cut' }))

let entries: Map<string, OutboxEntry>
let answers: Record<string, Answered<Pick<SubmissionStatus, 'state' | 'at'>>>
let others: readonly string[]
/** Tasks of another server, or of the key this one had before. */
let foreign: ReadonlySet<string>
let isDoubted: boolean
let asked: string[]
let told: string[]

async function ask(now = 7): Promise<void> {
  const exchange = {
    tasks: { get: async (id: string) => ok({ task: { content: { id } } }) },
    log: {
      append: async ({ kind }: { kind: string }, { draftId }: { draftId: string }) =>
        void told.push(`${kind} ${draftId}`),
    },
    server: {
      isDoubted: async () => isDoubted,
      believe: async () => void (isDoubted = false),
      isNamedBy: async ({ id }: { id: string }) => !foreign.has(id),
      isOfThisDevice: async (text: string) => !others.includes(text),
      statusOf: async (_task: unknown, digest: string) => {
        asked.push(digest)
        return answers[digest] ?? cutOff
      },
    },
  }
  await askStandings([...entries.values()], {
    // eslint-disable-next-line typescript/no-unsafe-type-assertion -- nothing else of it is looked at
    exchange: exchange as unknown as Exchange,
    now,
    async happen(digest, event) {
      const entry = entries.get(digest)
      if (entry) entries.set(digest, { ...entry, state: nextOutboxState(entry.state, event, 7) })
    },
  })
}
const nameOf = (digest: string): string | undefined => entries.get(digest)?.state.name

beforeEach(() => {
  entries = new Map(['a', 'b'].map((digest) => [digest, entryOf(digest)]))
  entries.set('done', entryOf('done', 'passed'))
  answers = {
    a: ok({ state: 'received', at: 2 }),
    b: ok({ state: 'received', at: 2 }),
    done: ok({ state: 'passed', at: 1 }),
  }
  ;[others, foreign, isDoubted, asked, told] = [[], new Set(), false, [], []]
})

describe('asking where delivered submissions stand', () => {
  test('writes down what moved, and leaves alone what is done with', async () => {
    await ask()
    expect([asked, told]).toEqual([
      ['a', 'b'],
      ['told a', 'told b'],
    ])
  })

  test('asks for all of many in a few runs, twenty at once, the newest each time', async () => {
    const digests = Array.from({ length: 45 }, (_, at) => `s${at}`)
    entries = new Map(digests.map((digest) => [digest, entryOf(digest)]))
    for (let run = 0; run < 60; run += 1) {
      asked = []
      await ask(run * 1000)
      expect(asked).toHaveLength(20)
      expect(asked.slice(0, 10)).toEqual(digests.slice(0, 10))
      for (const digest of asked.slice(10)) answers[digest] = ok({ state: 'passed', at: 3 })
      if (digests.slice(10).every((digest) => answers[digest])) break
      // What is done with is asked for no more; it is put back, so that only the turn counts here.
      for (const digest of digests) entries.set(digest, entryOf(digest))
    }
    expect(digests.slice(10).filter((digest) => !answers[digest])).toEqual([])
  })

  test('sends again what the server no longer has, with the receipt of before', async () => {
    answers['a'] = unknown
    await ask()
    expect(told).toEqual(['lost a', 'told b'])
    expect(entries.get('a')?.state).toEqual({
      name: 'waiting',
      attempts: 0,
      nextAt: 7,
      firstReceipt: { by: 'server', at: 1, text: 'of a' },
    })
  })

  test('leaves what another device of the person signed: the server does not speak of it here', async () => {
    answers['a'] = unknown
    others = ['of a']
    await ask()
    expect([nameOf('a'), told]).toEqual(['delivered', ['told b']])
  })

  test('asks a server that was restored for everything, until it has answered for all', async () => {
    isDoubted = true
    answers = { a: unknown, b: cutOff, done: unknown }
    await ask()
    expect(asked).toEqual(['a', 'b', 'done'])
    expect([nameOf('a'), nameOf('b'), nameOf('done')]).toEqual(['waiting', 'delivered', 'waiting'])
    expect(isDoubted).toBe(true)
    answers['b'] = ok({ state: 'received', at: 2 })
    await ask()
    expect(isDoubted).toBe(false)
  })

  test('asks nothing of what lies with another server, and does not doubt for ever because of it', async () => {
    const elsewhere = '0198f000-0000-7000-8000-000000000002'
    entries.set('there', { ...entryOf('there'), taskId: elsewhere })
    ;[foreign, isDoubted] = [new Set([elsewhere]), true]
    await ask()
    expect([asked, nameOf('there')]).toEqual([['a', 'b', 'done'], 'delivered'])
    expect(isDoubted).toBe(false)
  })
})
