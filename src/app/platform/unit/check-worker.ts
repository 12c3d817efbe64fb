import * as written from 'virtual:caibao-written-rules'
import { makeFileChecker } from './check-file.ts'
import type { CheckReply, CheckRequest } from './check-message.ts'

let checker: ReturnType<typeof makeFileChecker> | undefined
const taken = new Map<number, (goesOn: boolean) => void>()

const reply = (message: CheckReply): void => postMessage(message)

async function answer(request: Exclude<CheckRequest, { kind: 'setting' | 'taken' }>): Promise<void> {
  if (!checker) return
  const { job } = request
  if (request.kind === 'files') {
    reply({ kind: 'files', job, checked: await checker.checkFiles(request.files) })
    return
  }
  if (request.kind === 'kept') {
    reply({ kind: 'kept', job, findings: request.texts.map(checker.checkKept) })
    return
  }
  // The page writes a part before it gets the next: memory stays bounded.
  const untilTaken = (message: CheckReply): Promise<boolean> => {
    reply(message)
    return new Promise((resolve) => taken.set(job, resolve))
  }
  const manifest = await checker.checkPack(request.file, {
    onManifest: (read) => untilTaken({ kind: 'manifest', job, manifest: read }),
    onPart: (part) => untilTaken({ kind: 'part', job, part }),
  })
  taken.delete(job)
  reply({ kind: 'end', job, manifest })
}

/** Out of memory, for one. The page hears of an error of a worker, and nothing of a promise that came to nothing in it. */
function tellPage(thrown: unknown): void {
  queueMicrotask(() => {
    throw thrown
  })
}

addEventListener('message', ({ data }: MessageEvent<CheckRequest>) => {
  if (data.kind === 'setting') checker = makeFileChecker(data.setting, written)
  else if (data.kind === 'taken') taken.get(data.job)?.(data.goesOn)
  else answer(data).catch(tellPage)
})
