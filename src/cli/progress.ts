import type { Output } from './print.ts'

const everyMs = 2000

/** Tells on the error stream how far long work has come; with `asJson` as lines of JSON. */
export function makeProgress(output: Output, step: string, { asJson = false, total = 0 } = {}) {
  let last = Date.now()
  return (done: number): void => {
    if (Date.now() - last < everyMs) return
    last = Date.now()
    if (asJson) output.err(JSON.stringify({ step, done, ...(total > 0 && { total }) }))
    else output.err(total > 0 ? `${step} ${done} / ${total}` : `${step} ${done}`)
  }
}
