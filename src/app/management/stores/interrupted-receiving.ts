import { shallowRef } from 'vue'
import type { InterruptedReceiving, ReceivingStorage } from '#app/platform/storage/receiving-storage.ts'
import type { Result } from '#core/errors/result.ts'

/** A receiving that was interrupted, as far as the store remembers one. */
export function makeInterruptedReceiving(desk: () => Result<{ readonly receiving: ReceivingStorage }>) {
  const interrupted = shallowRef<InterruptedReceiving>()

  async function find(): Promise<void> {
    const opened = desk()
    const found = opened.ok ? await opened.value.receiving.interrupted() : undefined
    interrupted.value = found?.ok ? found.value.at(-1) : undefined
  }

  /** Nobody wants the rest. */
  async function forget(): Promise<Result<unknown>> {
    const opened = desk()
    const forgotten = opened.ok ? await opened.value.receiving.forget(interrupted.value?.id ?? '') : opened
    await find()
    return forgotten
  }
  return { interrupted, find, forget }
}
