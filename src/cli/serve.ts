import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { fileURLToPath } from 'node:url'
import { runServer } from '#server/run-server.ts'
import { environmentToAddTo } from '#server/setting-names.ts'
import { exitCode } from './exit-code.ts'
import type { Output } from './print.ts'

const setUp = fileURLToPath(new URL('../house/setup.mjs', import.meta.url))
const page = fileURLToPath(new URL('../../dist/index.html', import.meta.url))
const options = {
  host: { type: 'string' },
  port: { type: 'string' },
  data: { type: 'string' },
} as const

/** `serve [--host H] [--port P] [--data FOLDER]`: the server; everything else is said by the environment. */
export async function runServe(args: readonly string[], output: Output): Promise<number> {
  const { host, port, data } = parseArgs({ args: [...args], options }).values
  // As `npm start` does it, from a fresh clone.
  if (!existsSync(page)) spawnSync(process.execPath, [setUp, 'build'], { stdio: 'inherit' })
  if (!existsSync(page)) {
    output.err('网页没有生成，服务器没有启动。请看上面的提示。')
    return exitCode.refused
  }
  await runServer({
    ...environmentToAddTo(),
    ...(host !== undefined && { HOST: host }),
    ...(port !== undefined && { PORT: port }),
    ...(data !== undefined && { CAIBAO_DATA: data }),
  })
  return exitCode.ok
}
