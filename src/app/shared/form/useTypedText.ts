import { onBeforeUnmount, ref, watch } from 'vue'

function textOf(event: Event): string {
  const { target } = event
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement ? target.value : ''
}

/** Text as it stands in an input: passed on live, but never half-way through a composition. */
export function useTypedText(
  given: () => string,
  pass: (text: string) => void,
  tellComposing: (isComposing: boolean) => void,
) {
  const text = ref(given())
  let isOpen = false

  function end(): void {
    if (!isOpen) return
    isOpen = false
    tellComposing(false)
  }

  const listeners = {
    input: (event: Event): void => {
      text.value = textOf(event)
      if (!isOpen) pass(text.value)
    },
    compositionstart: (): void => {
      isOpen = true
      tellComposing(true)
    },
    compositionend: (event: Event): void => {
      text.value = textOf(event)
      end()
      pass(text.value)
    },
  }

  watch(given, (next) => {
    if (!isOpen) text.value = next
  })
  onBeforeUnmount(end)
  return { text, listeners }
}
