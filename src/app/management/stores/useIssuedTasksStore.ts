import { defineStore } from 'pinia'
import { encode } from 'uqr'
import { shallowRef } from 'vue'
import { usePlatform } from '#app/shared/platform.ts'
import { useSchemeStore } from '#app/shared/scheme/useSchemeStore.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import { checkCertificates } from '#core/certificate/check-certificates.ts'
import { fitsOnPaper } from '#core/return-slip/slip-link.ts'
import { readTask, signedTask } from '#core/task/read-task.ts'
import { signTask } from '#core/task/sign-task.ts'
import { taskToFragment } from '#core/task/task-link.ts'
import { formatFingerprint } from '#core/unit/fingerprint.ts'
import { posterWords } from '../words/roster.zh-CN.ts'
import { usePaperStore } from './usePaperStore.ts'
import type { Task, TaskContent } from '#core/task/task.ts'
import { createTask } from '#core/sync/tasks.ts'
import type { Unit } from '#core/unit/unit.ts'
import { byHand } from './by-hand.ts'
import { onceAtATime } from './once-at-a-time.ts'
import { meetAgain } from './sync/meet-server.ts'
import { stateId, syncStateSchema } from './sync/sync-desk.ts'
import { useOrgsStore } from './useOrgsStore.ts'
import { useStaffStore } from './useStaffStore.ts'
import { useUnitStore } from './useUnitStore.ts'

/** A task of the unit, with the link that carries it. */
export interface IssuedTaskLink {
  readonly task: Task
  readonly fragment: string
  /** The same as short as a code on paper wants it: without certificates where they make it too fine. */
  readonly codeFragment: string
}

/** 采集任务 the unit issued. */
export const useIssuedTasksStore = defineStore('issued-tasks', () => {
  const { unitDesk, files, clock, staffServer } = usePlatform()
  const units = useUnitStore()
  const staff = useStaffStore()
  const orgs = useOrgsStore()
  const { scheme, officialScheme } = useSchemeStore()
  const tasks = shallowRef<readonly IssuedTaskLink[]>([])
  const error = shallowRef<AppError>()

  async function load(): Promise<void> {
    const stored = await units.tasks()
    if (!stored.ok) {
      error.value = stored.error
      return
    }
    const read = await Promise.all(stored.value.fitting.map(({ text }) => readTask(text)))
    tasks.value = await Promise.all(read.flatMap((task) => (task.ok ? [task.value] : [])).map(withLink))
  }

  async function withLink(task: Task): Promise<IssuedTaskLink> {
    const fragment = await taskToFragment(task)
    const isFine = fitsOnPaper(`${location.origin}/tasks${fragment}`)
    return { task, fragment, codeFragment: isFine ? fragment : await taskToFragment(task, true) }
  }

  /** Opens the task for uploads at the server: where it is, what it signs with, and the token that is shown once. */
  async function openOnline(
    { orgCode, name }: Unit,
    task: { readonly id: string; readonly deadline?: string },
  ): Promise<Result<Pick<TaskContent, 'server' | 'serverKey' | 'token'>>> {
    if (!(await staff.goOn()))
      return staff.error ? { ok: false, error: staff.error } : fail('SERVER_SIGN_IN_NEEDED', {})
    await orgs.load()
    const org = orgs.orgs.find((each) => each.orgCode === orgCode)
    if (!org) return orgs.error ? { ok: false, error: orgs.error } : fail('UNIT_NOT_ON_SERVER', { unit: name })
    const open = units.syncDesk()
    const known = open.ok ? await open.value.rows.get(stateId, syncStateSchema) : open
    if (!known.ok) return known
    // People will trust the key that stands in the task: it is the one this unit met, or none is told.
    const server = await staffServer()
    const about = await meetAgain(server, known.value?.kid)
    if (!about.ok) return about
    const opened = await server.ask(createTask, { body: { ...task, orgId: org.id } })
    return opened.ok ? ok({ server: server.origin, serverKey: about.value.kid, token: opened.value.token }) : opened
  }

  /** Issues a task; submissions are sealed to the unit unless it wants them readable, and may come over the network. */
  async function issue(deadline: string, isSealed: boolean, isOnline = false): Promise<boolean> {
    const unit = units.stored
    if (!unit) return false
    const now = clock.now()
    const id = crypto.randomUUID()
    const until = deadline !== '' && { deadline }
    const online = isOnline ? byHand(await openOnline(unit.unit, { id, ...until })) : ok({})
    if (!online.ok) {
      error.value = online.error
      return false
    }
    const content = {
      id,
      unit: unit.unit,
      scheme: { id: scheme.id, version: scheme.version },
      ...until,
      ...online.value,
      ...(isSealed && { encryptionKey: unit.keys.opening.publicJwk }),
      issuedAt: new Date(now).toISOString(),
    }
    const text = await signTask(content, unit.keys.signing)
    const added = await (await unitDesk()).units.addTask({ id, text, issuedAt: now })
    error.value = added.ok ? undefined : added.error
    await load()
    return added.ok
  }

  async function save({ task }: IssuedTaskLink): Promise<void> {
    const on = task.content.issuedAt.slice(0, 10).replaceAll('-', '')
    await files.save({
      fileName: `${task.content.unit.name}_采集任务_${on}.task`,
      text: task.text,
      type: 'application/json',
    })
  }

  /** The poster for the notice board: who invites, until when, the code, the fingerprint, what to do. */
  async function printPoster({ task, codeFragment }: IssuedTaskLink): Promise<void> {
    const { unit, deadline, issuedAt } = task.content
    const { title, fileName, until, noDeadline, certifiedBy } = posterWords
    const { certificates, ...claim } = signedTask(task)
    const proved = await checkCertificates(certificates, claim)
    const issuers = proved.ok && proved.value.kind === 'certified' ? proved.value.issuers : []
    const [nearest, top] = [issuers[0], issuers.at(-1)]
    const poster = {
      unit: unit.name,
      scheme: officialScheme.name,
      deadline: deadline === undefined ? noDeadline : until(deadline),
      fingerprint: formatFingerprint(task.signer),
      ...(nearest && top && { certifiedBy: certifiedBy(nearest.unit.name, top.unit.name, formatFingerprint(top.kid)) }),
      address: `${location.origin}/tasks`,
      qr: encode(`${location.origin}/tasks${codeFragment}`, { border: 4 }).data,
    }
    const day = issuedAt.slice(0, 10).replaceAll('-', '')
    await usePaperStore().print({ kind: 'poster', title, poster }, fileName(unit.name, day))
  }

  const issuing = onceAtATime(issue)
  return { tasks, error, isIssuing: issuing.isRunning, load, issue: issuing.run, save, printPoster }
})
