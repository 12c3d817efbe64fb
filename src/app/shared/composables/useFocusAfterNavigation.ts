import { useRouter } from 'vue-router'

const settleMs = 2000

async function untilHeading(isCurrent: () => boolean): Promise<HTMLElement | undefined> {
  for (const deadline = performance.now() + settleMs; performance.now() < deadline && isCurrent();) {
    await new Promise((resolve) => requestAnimationFrame(resolve))
    const heading = document.querySelector<HTMLElement>('#content h1')
    if (heading) return heading
  }
  return undefined
}

const isLost = (): boolean => document.activeElement === null || document.activeElement === document.body

/**
 * When what had the focus went away with its page, the new page's heading gets it: keys go on from there, and a screen
 * reader says where the person is.
 */
export function useFocusAfterNavigation(): void {
  let navigations = 0
  useRouter().afterEach(async (to, from) => {
    navigations += 1
    const current = navigations
    if (from.matched.length === 0 || to.path === from.path) return
    const heading = await untilHeading(() => current === navigations)
    if (!heading || !isLost()) return
    heading.tabIndex = -1
    heading.focus({ preventScroll: true })
  })
}
