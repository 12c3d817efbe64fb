import { runServer } from './run-server.ts'

try {
  await runServer(process.env)
} catch (cause) {
  process.stderr.write(`没有启动：${cause instanceof Error ? cause.message : String(cause)}\n`)
  process.exitCode = 1
}
