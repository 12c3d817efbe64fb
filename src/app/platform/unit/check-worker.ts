import * as written from 'virtual:caibao-written-rules'
import { makeFileChecker } from './check-file.ts'
import type { CheckReply, CheckRequest } from './check-message.ts'

let check: ReturnType<typeof makeFileChecker> | undefined

async function answer({ job, file }: Extract<CheckRequest, { kind: 'file' }>): Promise<void> {
  if (!check) return
  const reply: CheckReply = { job, file: await check(file) }
  postMessage(reply)
}

addEventListener('message', ({ data }: MessageEvent<CheckRequest>) => {
  if (data.kind === 'setting') check = makeFileChecker(data.setting, written)
  else void answer(data)
})
