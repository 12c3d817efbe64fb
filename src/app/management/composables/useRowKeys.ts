import { nextTick } from 'vue'

/** What moving along the lines of a long list needs. */
export interface RowKeys {
  /** The list's own element. */
  readonly box: () => HTMLElement | null
  readonly count: () => number
  /** Scrolls until a line is there. */
  readonly reveal: (at: number) => Promise<void>
  /** A line was reached with Shift held: it is picked too. */
  readonly extended: (at: number) => void
  readonly everybody: () => void
  readonly nobody: () => void
}

const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 }

/** Up and down from line to line, with Shift picking on the way; Ctrl+A picks all that are listed, Escape none. */
export function useRowKeys(keys: RowKeys): (event: KeyboardEvent) => void {
  async function goTo(at: number, part: string, isRange: boolean): Promise<void> {
    await keys.reveal(at)
    await nextTick()
    keys.box()?.querySelector<HTMLElement>(`[data-at="${at}"] ${part}`)?.focus()
    if (isRange) keys.extended(at)
  }

  function walk(event: KeyboardEvent, step: number): void {
    const { target } = event
    if (!(target instanceof HTMLElement)) return
    const line = target.closest<HTMLElement>('[data-at]')
    if (!line) return
    event.preventDefault()
    const at = Math.min(keys.count() - 1, Math.max(0, Number(line.dataset['at']) + step))
    void goTo(at, target.matches('input') ? 'input' : 'a', event.shiftKey)
  }

  return (event) => {
    const step = steps[event.key]
    if (step !== undefined) return walk(event, step)
    if (event.key === 'Escape') return keys.nobody()
    if (event.key.toLowerCase() !== 'a' || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    keys.everybody()
  }
}
