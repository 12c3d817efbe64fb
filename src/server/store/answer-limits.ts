import type { Pool, PoolClient } from 'pg'
import { NoAnswer } from './no-answer.ts'

/** How long a statement may go without an answer. */
export interface AnswerLimits {
  /** Where others wait behind it. */
  readonly promptMs?: number
  /** Of whatever else is asked; as long as it takes when nothing is said. */
  readonly usualMs?: number
}

/** A pool whose connections are given up when they fall silent. */
interface LimitedPool {
  /** Of each new connection, before anything is asked on it: how long it may go without an answer until it is given out. */
  readonly limit: (client: PoolClient, answerMs: number) => void
  /** The pool for statements that are answered in so many milliseconds, or as long as it takes. */
  readonly within: (
    answerMs?: number,
  ) => Pick<Pool, 'options' | 'end'> & { readonly connect: () => Promise<PoolClient> }
}

/** What is known of the connections of a pool. */
class Hearing {
  readonly #limits = new WeakMap<PoolClient, number | undefined>()
  readonly #heardAt = new WeakMap<PoolClient, number>()
  readonly #silent = new WeakSet<PoolClient>()
  #silentSince = Number.NEGATIVE_INFINITY

  limitOf(client: PoolClient): number | undefined {
    return this.#limits.get(client)
  }

  limit(client: PoolClient, answerMs: number | undefined): void {
    this.#limits.set(client, answerMs)
  }

  heard(client: PoolClient): void {
    if (!this.#silent.has(client)) this.#heardAt.set(client, performance.now())
  }

  fellSilent(client: PoolClient, askedAt: number): void {
    this.#silent.add(client)
    this.#silentSince = Math.max(this.#silentSince, askedAt)
  }

  isSilent(client: PoolClient): boolean {
    return this.#silent.has(client)
  }

  /** Whether it was heard of since the last time that another fell silent. */
  isSound(client: PoolClient): boolean {
    return (this.#heardAt.get(client) ?? 0) >= this.#silentSince
  }
}

async function answered(
  { hearing, client }: { readonly hearing: Hearing; readonly client: PoolClient },
  answer: Promise<unknown>,
  answerMs: number,
): Promise<unknown> {
  const askedAt = performance.now()
  let isWaiting = true
  const giveUp = (): void => {
    if (!isWaiting) return
    hearing.fellSilent(client, askedAt)
    // With a statement under way the connection is cut, and what waits for its answer fails.
    void client.end()
  }
  // A process that was busy for so long reads what has come meanwhile before it judges.
  const timer = setTimeout(() => setImmediate(giveUp), answerMs)
  try {
    return await answer
  } catch (cause) {
    throw hearing.isSilent(client) ? new NoAnswer(undefined, cause) : cause
  } finally {
    isWaiting = false
    clearTimeout(timer)
    hearing.heard(client)
  }
}

function listenTo(hearing: Hearing, client: PoolClient): void {
  hearing.heard(client)
  const query = client.query.bind(client)
  Object.assign(client, {
    query(...asked: readonly unknown[]): unknown {
      // The transaction it was amid is taken back by the database; who takes it back here is told what happened.
      if (hearing.isSilent(client)) return Promise.reject(new NoAnswer())
      const answer: unknown = Reflect.apply(query, client, asked)
      const answerMs = hearing.limitOf(client)
      if (!(answer instanceof Promise) || answerMs === undefined) return answer
      return answered({ hearing, client }, answer, answerMs)
    },
  })
}

async function soundOne(pool: Pool, hearing: Hearing): Promise<PoolClient> {
  for (;;) {
    const client = await pool.connect().catch((cause: unknown) => {
      throw new NoAnswer(cause instanceof Error ? cause.message : String(cause), cause)
    })
    if (hearing.isSound(client)) return client
    client.release(true)
    // It would say goodbye, and wait to be heard.
    client.connection.stream.destroy()
  }
}

/**
 * Nothing tells that a machine lost its power, or that what lies between lost a connection: no answer ever comes. One that
 * is silent for too long is ended and never used again; so are those that nobody heard of since.
 */
export function limitAnswers(pool: Pool): LimitedPool {
  const hearing = new Hearing()
  return {
    limit(client, answerMs) {
      hearing.limit(client, answerMs)
      listenTo(hearing, client)
    },
    within: (answerMs) => ({
      options: pool.options,
      async connect() {
        const client = await soundOne(pool, hearing)
        hearing.limit(client, answerMs)
        return client
      },
      end: () => pool.end(),
    }),
  }
}
