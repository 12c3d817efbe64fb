import type { BrowserContext, Page, Request } from 'playwright-core'

/** How Firefox says that a page was left before this had come; what is not there, or refused, it says otherwise. */
const leftBehind = 'NS_BINDING_ABORTED'
/** The cut and the complaint of it come together, in either order. */
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

const isCutPart = (request: Request): boolean =>
  request.failure()?.errorText === leftBehind && /\.(?:js|css)$/.test(new URL(request.url()).pathname)

/**
 * Firefox alone calls it an error that a page was left while parts of it were still on their way. Takes that back from
 * the complaints, and only that: parts of that very page were cut off by the browser in the same moment.
 */
export function takingBackCutOff(
  context: BrowserContext,
  complaints: string[],
): (page: Page | null, text: string) => void {
  const cutAt = new WeakMap<Page, number>()
  let pending: Pending[] = []

  function settle(): void {
    const now = Date.now()
    pending = pending.filter((each) => {
      const isCutOff = Math.abs((cutAt.get(each.page) ?? 0) - each.at) < together
      const place = isCutOff ? complaints.indexOf(each.text) : -1
      if (place >= 0) complaints.splice(place, 1)
      return !isCutOff && now - each.at < together
    })
  }

  context.on('requestfailed', (request) => {
    if (request.serviceWorker() || !isCutPart(request)) return
    cutAt.set(request.frame().page(), Date.now())
    settle()
  })
  return (page, text) => {
    if (!page || !aboutParts.some((words) => words.test(text))) return
    pending.push({ page, text, at: Date.now() })
    settle()
  }
}
