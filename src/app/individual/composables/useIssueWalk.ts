import { nextTick } from 'vue'
import { useRouter } from 'vue-router'
import { useDraftStore } from '../stores/useDraftStore.ts'
import { parsePath } from '#core/record/field-path.ts'
import type { Issue } from '#core/rules/issue.ts'

const settleMs = 2000

/** Waits until the place is on the page: its sheet may still be opening. */
async function findPlace(path: string): Promise<HTMLElement | undefined> {
  for (const deadline = performance.now() + settleMs; performance.now() < deadline;) {
    await nextTick()
    const place = document.querySelector<HTMLElement>(`[data-path="${CSS.escape(path)}"]`)
    if (place) return place
    await new Promise((resolve) => requestAnimationFrame(resolve))
  }
  return undefined
}

/** Takes the person to an issue, and from one to the next (F8, Shift+F8). */
export function useIssueWalk(draftId: () => string) {
  const store = useDraftStore()
  const router = useRouter()

  async function goToPath(path: string): Promise<void> {
    const at = parsePath(path)
    if (!at) return
    // Before its row closes: not every browser says that a field lost the focus when it is taken away.
    const left = document.querySelector<HTMLElement>('[data-path]:focus')
    if (left?.dataset['path'] !== path) left?.blur()
    store.touch(path)
    if (store.activePath === path) {
      // Asked for again it opens its row again, should that have been closed meanwhile.
      store.activePath = ''
      await nextTick()
    }
    store.activePath = path
    await router.push({ name: 'draft', params: { id: draftId(), sheet: at.sheet } })
    const place = await findPlace(path)
    place?.scrollIntoView({ block: 'center' })
    place?.focus({ preventScroll: true })
  }

  const goTo = (issue: Issue): Promise<void> => goToPath(issue.path)

  // Where the walk stood last: what was put right there is gone from the list, and the next has moved into its place.
  let last = -1

  function neighbour(here: number, step: 1 | -1): number {
    if (here >= 0) return here + step
    if (step === 1) return Math.max(last, 0)
    return last - 1
  }

  async function walk(step: 1 | -1): Promise<void> {
    const issues = store.walk
    if (issues.length === 0) return
    const here = issues.findIndex(({ path }) => path === store.activePath)
    const next = neighbour(here, step)
    last = next < 0 ? issues.length - 1 : next % issues.length
    const issue = issues[last]
    if (issue) await goTo(issue)
  }

  return { goTo, goToPath, walk }
}
