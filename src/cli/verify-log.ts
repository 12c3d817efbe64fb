import { verifyLog } from '#server/store/log.ts'
import { exitCode } from './exit-code.ts'
import { sayFault } from './log-fault.ts'
import type { Output } from './print.ts'
import { openStandingServer } from './standing-server.ts'

/**
 * `verify --log`: walks the log of the server that stands here. The end is told, to be written down elsewhere: who
 * changes the database can write the whole log anew, but not what was noted of it.
 */
export async function verifyStandingLog(output: Output, asJson: boolean): Promise<number> {
  const server = await openStandingServer(output)
  if (!server) return exitCode.unreadable
  const { store, place } = server
  try {
    const { head, fault } = await verifyLog(store.reader)
    if (asJson)
      output.out(JSON.stringify({ place, ok: !fault, count: head.position, hash: head.hash, ...(fault && { fault }) }))
    else if (fault) output.err(`${place} 的${sayFault(fault)}：有人改过数据库。`)
    else output.out(`${place} 的日志 ${head.position} 条，首尾相接；末条的校验值 ${head.hash}`)
    return fault ? exitCode.refused : exitCode.ok
  } finally {
    await store.close()
  }
}
