import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { Router } from 'vue-router'
import { isDialogOpen } from '#app/shared/ui/is-dialog-open.ts'
import { visibleText } from '#core/characters/visible-text.ts'

const lookMs = 200

/** Opens files at their page; files for the same door go through it together. */
export type FileOpener = (files: readonly File[], router: Router) => Promise<void>

/** Files on their way, and the door that was chosen when they came. */
interface HeldFiles {
  readonly files: readonly File[]
  readonly router: Router
  readonly open: FileOpener
}

/**
 * Files that came while a dialog was open: opened over it, they would take away what is typed there. All wait in the
 * order in which they came, and what comes while some wait or are being opened comes after them.
 */
export const useHeldFilesStore = defineStore('held-files', () => {
  const held = shallowRef<readonly HeldFiles[]>([])
  const isToldOf = ref(false)
  const names = computed(() => held.value.flatMap(({ files }) => files.map(({ name }) => visibleText(name))))
  let last: Promise<void> = Promise.resolve()

  async function openInTurn(files: HeldFiles): Promise<void> {
    // Looked for, not listened to: a dialog that goes with its page tells nobody.
    while (held.value.includes(files) && isDialogOpen())
      await new Promise((resolve) => {
        setTimeout(resolve, lookMs)
      })
    // Given up, or opened together with some that came before.
    if (!held.value.includes(files)) return
    const together = held.value.filter(({ open }) => open === files.open)
    held.value = held.value.filter(({ open }) => open !== files.open)
    const all = together.flatMap((one) => one.files)
    await files.open(all, files.router)
  }

  /** Opens files once no dialog is open, after those that came before; the person may give them up meanwhile. */
  function openAfterDialogs(files: HeldFiles): Promise<void> {
    held.value = [...held.value, files]
    if (isDialogOpen()) isToldOf.value = true
    const before = last
    const turn = (async () => {
      await before
      await openInTurn(files)
    })()
    // That some could not be opened is told to who brought them; the next ones come all the same.
    last = turn.catch(() => undefined)
    return turn
  }

  function giveUp(): void {
    held.value = []
    isToldOf.value = false
  }

  return { names, isToldOf, openAfterDialogs, giveUp }
})
