import * as v from 'valibot'
import { signReturnSlip } from '#core/return-slip/sign-return-slip.ts'
import { openSealed } from '#core/submission/open-sealed.ts'
import { readSubmission } from '#core/submission/read-submission.ts'
import type { Submission } from '#core/submission/submission.ts'
import { type Change, listChanges } from '#core/sync/replication.ts'
import { pushReturnSlip } from '#core/sync/return-slips.ts'
import { getServerInfo } from '#core/sync/server-info.ts'
import { setUpServer } from '#core/sync/sign-in-options.ts'
import { createTask } from '#core/sync/tasks.ts'
import { readTask } from '#core/task/read-task.ts'
import { signTask } from '#core/task/sign-task.ts'
import { taskToFragment } from '#core/task/task-link.ts'
import type { UnitKeys } from '#core/unit/unit.ts'
import { aReturnSlipContent, aTaskContent, aUnit, someUnitKeys } from './units.ts'

/** A unit at its server, over the interface that its own app uses. */
export interface UnitOffice {
  /** What follows `/tasks` in the link of the task. */
  readonly taskFragment: string
  /** What arrived for the unit, oldest first. */
  arrivals(): Promise<readonly Submission[]>
  /** Sends a submission back with a word on the mobile number. */
  sendBack(submission: Submission): Promise<void>
}

interface Called<T> {
  readonly method: string
  readonly path: string
  readonly body?: unknown
  readonly answer: v.GenericSchema<unknown, T>
}

const csrfIn = v.fallback(v.object({ csrf: v.string() }), { csrf: '' })

/** One account of a server, signed in. */
class Clerk {
  readonly #origin: string
  #cookie = ''
  #csrf = ''

  constructor(origin: string) {
    this.#origin = origin
  }

  async call<T>({ method, path, body, answer }: Called<T>): Promise<T> {
    const response = await fetch(`${this.#origin}/api/v1${path}`, {
      method,
      headers: {
        Origin: this.#origin,
        ...(this.#cookie && { Cookie: this.#cookie, 'Caibao-Csrf': this.#csrf }),
        ...(typeof body === 'object' && { 'Content-Type': 'application/json' }),
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
    const cookie = response.headers.getSetCookie()[0]?.split(';', 1)[0]
    if (cookie) this.#cookie = cookie
    const json: unknown = await response.json()
    this.#csrf = v.parse(csrfIn, json).csrf || this.#csrf
    return v.parse(answer, json)
  }
}

async function submissionIn(change: Change, keys: UnitKeys): Promise<readonly Submission[]> {
  if (change.kind !== 'submission') return []
  const opened = await openSealed(change.file ?? '', [keys.opening])
  const read = opened.ok ? await readSubmission(opened.value) : opened
  if (!read.ok) throw new Error(read.error.code)
  return [read.value]
}

/** Sets the server up with one unit, and opens a sealing task there. */
export async function openUnitOffice(origin: string, setUpCode: string): Promise<UnitOffice> {
  const clerk = new Clerk(origin)
  const keys = await someUnitKeys()
  const { parent: _parent, ...org } = aUnit
  const session = await clerk.call({
    ...setUpServer,
    body: { code: setUpCode, org, loginName: '采集员', displayName: '覃老师', password: 'correct horse battery' },
  })
  const orgId = session.org.id
  const taskId = crypto.randomUUID()
  const made = await clerk.call({ ...createTask, body: { id: taskId, orgId } })
  const server = await clerk.call({ ...getServerInfo, body: undefined })
  const content = aTaskContent({
    id: taskId,
    server: origin,
    token: made.token,
    serverKey: server.kid,
    encryptionKey: keys.opening.publicJwk,
  })
  const task = await readTask(await signTask(content, keys.signing))
  if (!task.ok) throw new Error(task.error.code)
  return {
    taskFragment: await taskToFragment(task.value),
    async arrivals() {
      const path = `/changes?orgId=${orgId}&after=0`
      const page = await clerk.call({ method: 'GET', path, answer: listChanges.answer })
      const lists = await Promise.all(page.items.map((change) => submissionIn(change, keys)))
      return lists.flat()
    },
    async sendBack({ digest, content: { record, revision } }) {
      const comments = [{ path: 'basic.mobile', reason: 'differs', text: '与登记表上的号码不一样。' }] as const
      const slip = aReturnSlipContent({
        id: crypto.randomUUID(),
        submissionDigest: digest,
        recordId: record.id,
        revision,
        comments: [...comments],
      })
      await clerk.call({ ...pushReturnSlip, body: await signReturnSlip(slip, keys.signing) })
    },
  }
}
