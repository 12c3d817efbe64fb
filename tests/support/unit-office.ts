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
import type { TaskContent } from '#core/task/task.ts'
import { taskToFragment } from '#core/task/task-link.ts'
import type { UnitKeys } from '#core/unit/unit.ts'
import { Clerk, orgOf, staffPassword } from './clerk.ts'
import { aReturnSlipContent, aTaskContent, aUnit, someUnitKeys } from './units.ts'

/** A unit at its server, over the interface that its own app uses. */
export interface UnitOffice {
  /** What follows `/tasks` in the link of the task. */
  readonly taskFragment: string
  /** Likewise of another task of the unit, for a server at another address. */
  taskElsewhere(address: string): Promise<string>
  /** What the server opened for uploads. */
  readonly task: { readonly id: string; readonly token: string }
  /** The administrator's account. */
  readonly account: { readonly loginName: string; readonly password: string }
  /** What arrived for the unit, oldest first. */
  arrivals(): Promise<readonly Submission[]>
  /** Sends a submission back with a word on the mobile number. */
  sendBack(submission: Submission): Promise<void>
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
  const account = { loginName: '采集员', password: staffPassword }
  const session = await clerk.call({
    ...setUpServer,
    body: { code: setUpCode, org: orgOf(aUnit), displayName: '覃老师', ...account },
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
  const fragmentOf = async (said: TaskContent): Promise<string> => {
    const task = await readTask(await signTask(said, keys.signing))
    if (!task.ok) throw new Error(task.error.code)
    return taskToFragment(task.value)
  }
  return {
    taskFragment: await fragmentOf(content),
    taskElsewhere: (address) => fragmentOf({ ...content, id: crypto.randomUUID(), server: address }),
    task: { id: taskId, token: made.token },
    account,
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
