import type { Output } from './print.ts'

const everyMs = 2000

/** Tells on the error stream how far long work has come; with `asJson` as lines of JSON; of how many may be known later. */
export function makeProgress(output: Output, step: string, { asJson = false, total = 0 } = {}) {
  let last = Date.now()
  return (done: number, of = total): void => {
    if (Date.now() - last < everyMs) return
    last = Date.now()
    if (asJson) output.err(JSON.stringify({ step, done, ...(of > 0 && { total: of }) }))
    else output.err(of > 0 ? `${step} ${done} / ${of}` : `${step} ${done}`)
  }
}
