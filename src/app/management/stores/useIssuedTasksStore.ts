import { defineStore } from 'pinia'
import { encode } from 'uqr'
import { shallowRef } from 'vue'
import { usePlatform } from '#app/shared/platform.ts'
import { useSchemeStore } from '#app/shared/scheme/useSchemeStore.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { readTask } from '#core/task/read-task.ts'
import { signTask } from '#core/task/sign-task.ts'
import { taskToFragment } from '#core/task/task-link.ts'
import type { Task } from '#core/task/task.ts'
import { formatFingerprint } from '#core/unit/fingerprint.ts'
import { posterWords } from '../words/roster.zh-CN.ts'
import { usePaperStore } from './usePaperStore.ts'
import { useUnitStore } from './useUnitStore.ts'

/** A task of the unit, with the link that carries it. */
export interface IssuedTaskLink {
  readonly task: Task
  readonly fragment: string
}

/** 采集任务 the unit issued. */
export const useIssuedTasksStore = defineStore('issued-tasks', () => {
  const { unitDesk, files, clock } = usePlatform()
  const units = useUnitStore()
  const { scheme, officialScheme } = useSchemeStore()
  const tasks = shallowRef<readonly IssuedTaskLink[]>([])
  const error = shallowRef<AppError>()

  async function load(): Promise<void> {
    const stored = await (await unitDesk()).units.tasks()
    if (!stored.ok) {
      error.value = stored.error
      return
    }
    const read = await Promise.all(stored.value.map(({ text }) => readTask(text)))
    tasks.value = await Promise.all(read.flatMap((task) => (task.ok ? [task.value] : [])).map(withLink))
  }

  const withLink = async (task: Task): Promise<IssuedTaskLink> => ({ task, fragment: await taskToFragment(task) })

  /** Issues a task; submissions are sealed to the unit unless it wants them readable. */
  async function issue(deadline: string, isSealed: boolean): Promise<boolean> {
    const unit = units.stored
    if (!unit) return false
    const now = clock.now()
    const id = crypto.randomUUID()
    const content = {
      id,
      unit: unit.unit,
      scheme: { id: scheme.id, version: scheme.version },
      ...(deadline !== '' && { deadline }),
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
  async function printPoster({ task, fragment }: IssuedTaskLink): Promise<void> {
    const { unit, deadline, issuedAt } = task.content
    const { title, fileName, until, noDeadline } = posterWords
    const poster = {
      unit: unit.name,
      scheme: officialScheme.name,
      deadline: deadline === undefined ? noDeadline : until(deadline),
      fingerprint: formatFingerprint(task.signer),
      address: `${location.origin}/tasks`,
      qr: encode(`${location.origin}/tasks${fragment}`, { border: 4 }).data,
    }
    const day = issuedAt.slice(0, 10).replaceAll('-', '')
    await usePaperStore().print({ kind: 'poster', title, poster }, fileName(unit.name, day))
  }

  return { tasks, error, load, issue, save, printPoster }
})
