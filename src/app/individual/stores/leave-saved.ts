import type { Router } from 'vue-router'
import type { Draft } from '#app/platform/storage/draft-storage.ts'
import { leaveField } from '#app/shared/composables/leave-field.ts'
import { useToasts } from '#app/shared/ui/useToasts.ts'
import { leavingWords } from '../words/leaving.zh-CN.ts'
import { useDraftStore } from './useDraftStore.ts'

// A storage that does not answer keeps nobody waiting.
const patienceMs = 3000
// The second press of a double click is no second thought.
const thoughtMs = 1500
// Over a slow network; whoever goes elsewhere meanwhile is left there.
const helpComesMs = 10_000

const wait = (ms: number): Promise<false> =>
  new Promise((resolve) => {
    setTimeout(() => resolve(false), ms)
  })

/** What helps may still be on its way: the sentences of all errors are no part of the first load. */
async function goToHelp(): Promise<void> {
  const deadline = performance.now() + helpComesMs
  for (const left = document.activeElement; left === document.activeElement && performance.now() < deadline;) {
    const help = document.querySelector<HTMLElement>('main [role=alert] button, main [role=status] button')
    if (help) return help.focus()
    await new Promise((resolve) => requestAnimationFrame(resolve))
  }
}

/**
 * A page is not left for another while something of its draft is neither saved nor in a file: the person is told, and
 * brought to what helps. Who goes all the same goes.
 */
export function leaveSaved(router: Router): void {
  const drafts = useDraftStore()
  const { showToast } = useToasts()
  let inFile: Draft | undefined
  let told: { readonly draft: Draft; readonly at: number } | undefined
  drafts.$onAction(({ name, after }) => {
    const { draft } = drafts
    if (name === 'rescue')
      after(() => {
        inFile = draft
      })
  })

  const isToldOf = (draft: Draft): boolean =>
    draft === inFile || (told?.draft === draft && performance.now() - told.at > thoughtMs)

  router.beforeEach(async (to, from) => {
    const isSamePage = to.name === from.name && to.params['id'] === from.params['id']
    // A sheet is left as a page is: not every browser says that a field lost the focus when it goes with its sheet.
    if (drafts.draft && (!isSamePage || from.name === 'draft')) leaveField()
    if (isSamePage) return true
    if (await Promise.race([drafts.flush(), wait(patienceMs)])) return true
    const { draft } = drafts
    if (!draft || isToldOf(draft)) return true
    told = { draft, at: performance.now() }
    showToast({ message: leavingWords.notSaved })
    void goToHelp()
    return false
  })
}
