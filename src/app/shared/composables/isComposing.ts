// GB input methods in older Chromium report only the key code while a composition is open.
const imeKeyCode = 229

/** Whether the key belongs to an open composition of an input method. */
export function isComposing(event: KeyboardEvent): boolean {
  return event.isComposing || event.keyCode === imeKeyCode
}
