/** Lets the browser do what waits (a key, a frame), and goes on at once after it; a timer would wait 4 ms or more. */
function breathe(): Promise<void> {
  if ('scheduler' in globalThis && 'yield' in scheduler) return scheduler.yield()
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.addEventListener('message', () => {
      port1.close()
      resolve()
    })
    port1.start()
    port2.postMessage(undefined)
  })
}

/** Half of what a person may wait for a frame; the rest of it is the browser's own. */
const sliceMs = 8

/** Gives a function that takes a breath whenever a slice of time is used up: called between the steps of a long work. */
export function makePace(): () => Promise<void> | undefined {
  let since = performance.now()
  async function rest(): Promise<void> {
    await breathe()
    since = performance.now()
  }
  return () => (performance.now() - since < sliceMs ? undefined : rest())
}
