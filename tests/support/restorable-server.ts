import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ServerProcess, startServer } from './app-server.ts'

/** A server whose folder is copied and put back, as `docs/operations.md` says: always at the same address. */
export interface RestorableServer {
  /** The process that runs now. */
  readonly now: () => ServerProcess
  backUp(): Promise<void>
  /** Goes back to the copy: what came after it is gone. */
  restore(): Promise<void>
  remove(): Promise<void>
}

/** Starts one with an embedded database of its own. */
export async function startRestorableServer(): Promise<RestorableServer> {
  const folder = await mkdtemp(join(tmpdir(), 'caibao-restored-'))
  const [data, copy] = [join(folder, 'data'), join(folder, 'copy')]
  const env = { CAIBAO_DATA: data }
  let server = await startServer(0, env)
  const whileDown = async (act: () => Promise<void>): Promise<void> => {
    await server.stop()
    await act()
    server = await startServer(server.port, env)
  }
  return {
    now: () => server,
    backUp: () => whileDown(() => cp(data, copy, { recursive: true })),
    restore: () =>
      whileDown(async () => {
        await rm(data, { recursive: true, force: true })
        await cp(copy, data, { recursive: true })
      }),
    async remove() {
      await server.stop()
      await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
    },
  }
}
