import { checkCertificates, type Standing } from '#core/certificate/check-certificates.ts'
import type { Result } from '#core/errors/result.ts'
import { signedTask } from '#core/task/read-task.ts'
import type { Task } from '#core/task/task.ts'

/** What the certificates of a task prove: when it was signed, and, of one that arrives, now as well. */
export async function proveTask(task: Task, now?: number): Promise<Result<Standing>> {
  const { certificates, ...claim } = signedTask(task)
  const standing = await checkCertificates(certificates, claim)
  if (!standing.ok || now === undefined) return standing
  return checkCertificates(certificates, { ...claim, at: new Date(now).toISOString() })
}

/** The topmost keys of these tasks, by the code of their unit. */
export async function topKeysOf(tasks: readonly Task[]): Promise<ReadonlyMap<string, string>> {
  const proved = await Promise.all(tasks.map((task) => proveTask(task)))
  return new Map(
    proved.flatMap((standing): (readonly [string, string])[] => {
      const top = standing.ok && standing.value.kind === 'certified' ? standing.value.issuers.at(-1) : undefined
      return top ? [[top.unit.orgCode, top.kid]] : []
    }),
  )
}
