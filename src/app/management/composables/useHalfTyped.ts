import { onScopeDispose, type ShallowRef, watch } from 'vue'
import { useRoute } from 'vue-router'
import { useStaffStore } from '../stores/useStaffStore.ts'

/** What somebody would have to type once more; a password is typed anew, and does not wait in a page nobody sees. */
const isTypedInto = (target: EventTarget | null): boolean =>
  target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && target.type !== 'password')

/**
 * What is half typed at the server's pages waits, out of sight, when the session ends by itself: the same account goes on
 * where it was.
 */
export function useHalfTyped(page: Readonly<ShallowRef<HTMLElement | null>>): (event: Event) => void {
  const staff = useStaffStore()
  const route = useRoute()

  /** A dialog would bar everything else as long as it is modal, also where it is not seen. */
  function turnDialogs(isModal: boolean): void {
    for (const dialog of page.value?.querySelectorAll('dialog') ?? []) {
      if (!dialog.open) continue
      // Open again at once: it counts as closed for nobody.
      dialog.close()
      if (isModal) dialog.showModal()
      else dialog.show()
    }
  }

  const comeBack = (): void => void staff.comeBack()
  const comeIntoSight = (): void => {
    if (!document.hidden) comeBack()
  }

  /** The identity provider is asked in another tab, for a page that goes there takes everything with it. */
  function listen(isWaiting: boolean): void {
    // From another window, and from another tab where the window was in use all along.
    if (isWaiting) {
      addEventListener('focus', comeBack)
      document.addEventListener('visibilitychange', comeIntoSight)
    } else {
      removeEventListener('focus', comeBack)
      document.removeEventListener('visibilitychange', comeIntoSight)
    }
  }

  watch(
    () => staff.status,
    (now, before) => {
      if (now === 'over') turnDialogs(false)
      if (now === 'in' && before === 'over') turnDialogs(true)
      listen(now === 'over')
    },
    { flush: 'post' },
  )
  watch(
    () => route.name,
    () => staff.dropTyped(),
  )
  onScopeDispose(() => {
    listen(false)
    staff.dropTyped()
  })

  return ({ target }) => {
    if (isTypedInto(target)) staff.isHalfTyped = true
  }
}
