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

/** A link or a button that led here and still has the focus. A field that has it was meant. */
const isWhatLed = (before: Element | null): boolean =>
  before !== null && before === document.activeElement && before.matches('a, button')

/**
 * The heading of a page gone to gets the focus, unless the page has given it to something else: keys go on from there,
 * and a screen reader says where the person is. What led there may still stand, at the foot of the page before it.
 */
export function useFocusAfterNavigation(): void {
  const router = useRouter()
  let navigations = 0
  let leftAt: Element | null = null
  router.beforeEach(() => {
    leftAt = document.activeElement
  })
  router.afterEach(async (to, from, failure) => {
    // Who was kept on a page has gone nowhere.
    if (failure) return
    navigations += 1
    const current = navigations
    const before = leftAt
    if (from.matched.length === 0 || to.path === from.path) return
    const heading = await untilHeading(() => current === navigations)
    if (!heading || !(isLost() || isWhatLed(before))) return
    heading.tabIndex = -1
    heading.focus({ preventScroll: true })
  })
}
