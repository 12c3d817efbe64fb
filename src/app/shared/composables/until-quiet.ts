/** How long nothing must have been pressed. */
const quietMs = 1500
const pressing = ['keydown', 'pointerdown', 'input'] as const
let pressedAt = -quietMs
let isListening = false

function listen(): void {
  if (isListening) return
  isListening = true
  for (const kind of pressing)
    addEventListener(kind, ({ timeStamp }) => (pressedAt = timeStamp), { capture: true, passive: true })
}

/** Resolves once the person has pressed nothing for a moment: what can wait takes nothing from their keys. */
export async function untilQuiet(): Promise<void> {
  listen()
  for (let left = 1; left > 0;) {
    left = pressedAt + quietMs - performance.now()
    if (left > 0) await new Promise((resolve) => setTimeout(resolve, left))
  }
}
