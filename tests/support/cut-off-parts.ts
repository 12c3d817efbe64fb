import type { BrowserContext, Page, Request } from 'playwright-core'

/** How Firefox says that a page was left before this had come; what is not there, or refused, it says otherwise. */
const leftBehind = 'NS_BINDING_ABORTED'
/** The cut, the next page and the complaint come together, in any order. */
const together = 1000

const aboutParts: readonly RegExp[] = [
  /error loading dynamically imported module/,
  /A ServiceWorker intercepted the request and encountered an unexpected error/,
  /Unable to preload CSS/,
  // The router tells the console the same error again; what reaches the driver of it is this word.
  /^Error$/,
]

interface Pending {
  readonly page: Page
  readonly text: string
  readonly at: number
}

const isPart = (request: Request): boolean => /\.(?:js|css)$/.test(new URL(request.url()).pathname)

/** The page that asked; none for a worker, or for a page that is only being opened. */
function pageOf(request: Request): Page | undefined {
  try {
    return request.frame().page()
  } catch {
    return undefined
  }
}

/**
 * Firefox alone calls it an error that a page was left while parts of it were still on their way. Takes that back from
 * the complaints, and only that: in the same moment that very page was left or parts of it were cut off, and the part it
 * names was neither refused nor failed for another reason.
 */
export function takingBackCutOff(
  context: BrowserContext,
  complaints: string[],
): (page: Page | null, text: string) => void {
  const leftAt = new WeakMap<Page, number>()
  const refused = new Set<string>()
  let pending: Pending[] = []

  function settle(): void {
    const now = Date.now()
    pending = pending.filter((each) => {
      const isLeft = Math.abs((leftAt.get(each.page) ?? 0) - each.at) < together
      const isRefused = [...refused].some((url) => each.text.includes(url))
      const place = isLeft && !isRefused ? complaints.indexOf(each.text) : -1
      if (place >= 0) complaints.splice(place, 1)
      return place < 0 && now - each.at < together
    })
  }

  function isBeingLeft(request: Request): void {
    const page = pageOf(request)
    if (page) leftAt.set(page, Date.now())
    settle()
  }

  context.on('request', (request) => {
    if (request.isNavigationRequest()) isBeingLeft(request)
  })
  context.on('response', (response) => {
    if (response.status() >= 400) refused.add(response.url())
  })
  context.on('requestfailed', (request) => {
    if (request.failure()?.errorText !== leftBehind) refused.add(request.url())
    else if (isPart(request)) isBeingLeft(request)
  })
  return (page, text) => {
    if (!page || !aboutParts.some((words) => words.test(text))) return
    pending.push({ page, text, at: Date.now() })
    settle()
  }
}
