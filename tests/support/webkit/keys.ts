/** Names of keys as tests write them, and the code points WebDriver gives them (W3C WebDriver §17.4.2). */
const codePoints: Readonly<Record<string, string>> = {
  Backspace: '\uE003',
  Tab: '\uE004',
  Enter: '\uE007',
  Shift: '\uE008',
  Control: '\uE009',
  ControlOrMeta: '\uE009',
  Alt: '\uE00A',
  Escape: '\uE00C',
  Space: ' ',
  PageUp: '\uE00E',
  PageDown: '\uE00F',
  End: '\uE010',
  Home: '\uE011',
  ArrowLeft: '\uE012',
  ArrowUp: '\uE013',
  ArrowRight: '\uE014',
  ArrowDown: '\uE015',
  Delete: '\uE017',
  F1: '\uE031',
  F2: '\uE032',
  F8: '\uE038',
  Meta: '\uE03D',
}

interface KeyAction {
  readonly type: 'keyDown' | 'keyUp'
  readonly value: string
}

/** The actions of a key such as `Shift+F8`: down in order, up in reverse. */
export function keyActions(combination: string): readonly KeyAction[] {
  const keys = combination.split(/(?<=.)\+/u).map((name) => codePoints[name] ?? name)
  const down = keys.map((value) => ({ type: 'keyDown' as const, value }))
  const up = [...keys].reverse().map((value) => ({ type: 'keyUp' as const, value }))
  return [...down, ...up]
}

/** The actions of typing a text, character by character. */
export function typeActions(text: string): readonly KeyAction[] {
  return [...text].flatMap((character) => keyActions(character === '\n' ? 'Enter' : character))
}

/** A click on the element while keys such as `Shift` are held: key and mouse in step. */
export function clickWhileHeld(element: object, combination: string): readonly unknown[] {
  const keys = keyActions(combination)
  const down = keys.filter(({ type }) => type === 'keyDown')
  const up = keys.filter(({ type }) => type === 'keyUp')
  const pauses = (count: number) => Array.from({ length: count }, () => ({ type: 'pause', duration: 0 }))
  const move = { type: 'pointerMove', duration: 0, origin: element, x: 0, y: 0 }
  const press = [
    { type: 'pointerDown', button: 0 },
    { type: 'pointerUp', button: 0 },
  ]
  return [
    { type: 'key', id: 'keyboard', actions: [...down, ...pauses(3), ...up] },
    { type: 'pointer', id: 'mouse', actions: [...pauses(down.length), move, ...press, ...pauses(up.length)] },
  ]
}
