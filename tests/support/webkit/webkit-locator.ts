import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { elementKey, type ElementReference, type WebDriver } from './web-driver.ts'
import { type FindStep, findInPage, type TextMatch } from './find-in-page.ts'
import { clickWhileHeld, keyActions, typeActions } from './keys.ts'

interface RoleOptions {
  readonly name?: string | RegExp
  readonly exact?: boolean
  readonly level?: number
}

interface WaitOptions {
  readonly state?: 'visible' | 'hidden' | 'attached' | 'detached'
  readonly timeout?: number
}

interface ClickOptions {
  /** Keys held down meanwhile. */
  readonly modifiers?: readonly string[]
}

/** A function that runs in the page, or its source. */
export type PageFunction = string | ((...inputs: never[]) => unknown)

/** The tab a locator looks into, and how long it waits. */
export interface WebKitTab {
  /** Sends a command to this tab. */
  readonly send: WebDriver['send']
  readonly timeoutMs: () => number
  /** Told the address at every look into the page, because tests ask for it without waiting. */
  readonly sawAddress: (address: string) => void
}

const isVisible = `const [e] = arguments; return e.getClientRects().length > 0 && e.checkVisibility() && getComputedStyle(e).visibility !== 'hidden'`
const bringToRest = `const [e] = arguments
  const place = () => { const { x, y, width, height } = e.getBoundingClientRect(); return { x: x + width / 2, y: y + height / 2 } }
  // Where it was at the last look, too: what comes late moves what stands below it.
  const before = e.placeOfLastLook ?? { x: -1, y: -1 }
  e.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' })
  const now = e.placeOfLastLook = place()
  const top = document.elementFromPoint(now.x, now.y)
  if (Math.abs(now.x - before.x) > 1 || Math.abs(now.y - before.y) > 1) return 'it moves'
  if (e.contains(top) || top?.contains(e) || top?.closest('label')?.control === e) return ''
  return 'over it lies ' + (top?.outerHTML.slice(0, 200) ?? 'nothing, it is out of sight')`
const choose = `const [e, wanted] = arguments
  const isWanted = (o) => typeof wanted === 'string' ? o.value === wanted : o.label.trim() === wanted.label
  const option = [...e.options].find(isWanted)
  if (!option) return false
  e.value = option.value
  for (const type of ['input', 'change']) e.dispatchEvent(new Event(type, { bubbles: true }))
  return true`
const fillIn = `const [e, text] = arguments
  e.focus()
  if (e.type === 'date') {
    e.value = text
    for (const type of ['input', 'change']) e.dispatchEvent(new Event(type, { bubbles: true }))
    return e.value
  }
  e.select()
  document.execCommand(text === '' ? 'delete' : 'insertText', false, text)
  return e.value === text || e.value`

function matchOf(text: string | RegExp, isExact = false): TextMatch {
  if (typeof text !== 'string') return { kind: 'pattern', source: text.source, flags: text.flags }
  return { kind: isExact ? 'exact' : 'part', text }
}

/** A file to choose: its path, or what shall stand in it. */
type ChosenFile = string | { readonly name: string; readonly buffer: Uint8Array }

async function pathOf(file: ChosenFile): Promise<string> {
  if (typeof file === 'string') return file
  const path = join(await mkdtemp(join(tmpdir(), 'caibao-chosen-')), file.name)
  await writeFile(path, file.buffer)
  return path
}

/** What was found may be drawn anew before it is asked: then it is looked for again. */
function unlessStale(problem: unknown): undefined {
  if (!String(problem).includes('stale element')) throw problem
}

function isReference(value: unknown): value is ElementReference {
  return typeof value === 'object' && value !== null && elementKey in value
}

/** What Playwright's locator offers and the tests use, over WebDriver: it waits, and refuses to guess among several. */
export class WebKitLocator {
  readonly #tab: WebKitTab
  readonly #steps: readonly FindStep[]

  constructor(tab: WebKitTab, steps: readonly FindStep[]) {
    this.#tab = tab
    this.#steps = steps
  }

  #with(step: FindStep): WebKitLocator {
    return new WebKitLocator(this.#tab, [...this.#steps, step])
  }
  getByRole(role: string, { name, exact, level }: RoleOptions = {}): WebKitLocator {
    return this.#with({
      by: 'role',
      role,
      ...(name !== undefined && { name: matchOf(name, exact) }),
      ...(level !== undefined && { level }),
    })
  }
  getByText(text: string | RegExp, { exact = false } = {}): WebKitLocator {
    return this.#with({ by: 'text', text: matchOf(text, exact) })
  }
  getByLabel(text: string | RegExp, { exact = false } = {}): WebKitLocator {
    return this.#with({ by: 'label', text: matchOf(text, exact) })
  }
  locator(selector: string, options: Parameters<WebKitLocator['filter']>[0] = {}): WebKitLocator {
    return this.#with({ by: 'css', selector }).filter(options)
  }
  filter({ hasText, hasNotText }: { hasText?: string | RegExp; hasNotText?: string | RegExp }): WebKitLocator {
    const narrowed = hasText === undefined ? this : this.#with({ by: 'filter', text: matchOf(hasText) })
    return hasNotText === undefined ? narrowed : narrowed.#with({ by: 'filter', text: matchOf(hasNotText), not: true })
  }
  or({ steps }: WebKitLocator): WebKitLocator {
    return this.#with({ by: 'or', steps })
  }
  and({ steps }: WebKitLocator): WebKitLocator {
    return this.#with({ by: 'and', steps })
  }
  /** How this locator finds its elements. */
  get steps(): readonly FindStep[] {
    return this.#steps
  }
  nth(index: number): WebKitLocator {
    return this.#with({ by: 'nth', index })
  }
  first(): WebKitLocator {
    return this.nth(0)
  }
  last(): WebKitLocator {
    return this.nth(-1)
  }

  /** Runs a function body in the page; `arguments` are what is passed. */
  #execute(script: string, args: readonly unknown[] = []): Promise<unknown> {
    return this.#tab.send('POST', '/execute/sync', { script, args })
  }

  async #elements(): Promise<readonly ElementReference[]> {
    const script = `return [location.href, ...(${findInPage.toString()})(arguments[0])]`
    const seen = await this.#execute(script, [this.#steps])
    const [address, ...found]: readonly unknown[] = Array.isArray(seen) ? seen : []
    if (typeof address === 'string') this.#tab.sawAddress(address)
    return found.filter(isReference)
  }

  async #until<T>(
    what: string | (() => string),
    look: () => Promise<T | undefined>,
    timeoutMs = this.#tab.timeoutMs(),
  ): Promise<T> {
    const end = performance.now() + timeoutMs
    for (;;) {
      const seen = await look().catch(unlessStale)
      if (seen !== undefined) return seen
      if (performance.now() > end) {
        const wanted = typeof what === 'string' ? what : what()
        const shown = await this.#execute('return document.body?.innerText.slice(0, 600)')
        throw new Error(`waited for ${wanted}: ${JSON.stringify(this.#steps)}; the page says: ${String(shown)}`)
      }
      await wait(40)
    }
  }

  async #one(timeoutMs?: number): Promise<ElementReference> {
    return this.#until(
      'one element',
      async () => {
        const found = await this.#elements()
        if (found.length > 1) throw new Error(`${found.length} elements match ${JSON.stringify(this.#steps)}`)
        return found[0]
      },
      timeoutMs,
    )
  }

  async #in(script: string, ...args: readonly unknown[]): Promise<unknown> {
    const look = async () => ({ answer: await this.#execute(script, [await this.#one(), ...args]) })
    return (await this.#until('one element', look)).answer
  }

  async waitFor({ state = 'visible', timeout }: WaitOptions = {}): Promise<void> {
    await this.#until(
      state,
      async () => {
        const [element] = await this.#elements()
        if (state === 'attached') return element && true
        if (state === 'detached') return element ? undefined : true
        const isShown = element !== undefined && (await this.#execute(isVisible, [element])) === true
        return isShown === (state === 'visible') ? true : undefined
      },
      timeout,
    )
  }

  async click(options: ClickOptions = {}): Promise<void> {
    // What was found may be drawn anew before it is clicked.
    await this.#until('something to click', async () => {
      await this.#clickOnce(options)
      return true
    })
  }
  async #clickOnce({ modifiers = [] }: ClickOptions): Promise<void> {
    await this.waitFor()
    await this.#until('something that can be clicked', async () => ((await this.isDisabled()) ? undefined : true))
    // Until it lies still, and nothing lies over it: a click on what moves away hits something else.
    let hindrance: unknown = ''
    const element = await this.#until(
      () => `something to click (${String(hindrance)})`,
      async () => {
        const found = await this.#one()
        hindrance = await this.#execute(bringToRest, [found])
        return hindrance === '' ? found : undefined
      },
    )
    if (modifiers.length > 0) {
      await this.#tab.send('POST', '/actions', { actions: clickWhileHeld(element, modifiers.join('+')) })
      return
    }
    const clicking = this.#tab.send('POST', `/element/${element[elementKey]}/click`)
    await clicking.catch(async (problem: unknown) => {
      // Its driver takes what was scrolled sideways for out of sight.
      if (!String(problem).includes('not interactable')) throw problem
      await this.#execute('arguments[0].click()', [element])
    })
  }
  async focus(): Promise<void> {
    await this.waitFor()
    await this.#in('arguments[0].focus()')
  }
  async fill(text: string): Promise<void> {
    await this.#until('something that can be filled', async () => ((await this.isEditable()) ? true : undefined))
    await this.#in(fillIn, text)
  }
  async press(combination: string): Promise<void> {
    await this.focus()
    await this.#actions(keyActions(combination))
  }
  async pressSequentially(text: string): Promise<void> {
    await this.focus()
    await this.#actions(typeActions(text))
  }
  async #actions(actions: readonly unknown[]): Promise<void> {
    await this.#tab.send('POST', '/actions', { actions: [{ type: 'key', id: 'keyboard', actions }] })
  }
  async clear(): Promise<void> {
    await this.fill('')
  }
  async setInputFiles(files: ChosenFile | readonly ChosenFile[]): Promise<void> {
    const element = await this.#one()
    const text = (await Promise.all([files].flat().map(pathOf))).join('\n')
    await this.#tab.send('POST', `/element/${element[elementKey]}/value`, { text })
  }
  async selectOption(wanted: string | { readonly label: string }): Promise<void> {
    await this.waitFor()
    await this.#until('the option', async () => (await this.#in(choose, wanted)) === true || undefined)
  }
  async check(): Promise<void> {
    if (!(await this.isChecked())) await this.click()
  }
  async uncheck(): Promise<void> {
    if (await this.isChecked()) await this.click()
  }

  async inputValue(): Promise<string> {
    return String(await this.#in('return arguments[0].value'))
  }
  async textContent(): Promise<string> {
    return String(await this.#in('return arguments[0].textContent'))
  }
  async innerText(): Promise<string> {
    return String(await this.#in('return arguments[0].innerText'))
  }
  async getAttribute(name: string): Promise<string | null> {
    const value = await this.#in('return arguments[0].getAttribute(arguments[1])', name)
    return typeof value === 'string' ? value : null
  }
  async isChecked(): Promise<boolean> {
    return (await this.#in('return arguments[0].checked')) === true
  }
  async isDisabled(): Promise<boolean> {
    return (await this.#in('return arguments[0].matches(":disabled,[aria-disabled=true]")')) === true
  }
  async isEnabled(): Promise<boolean> {
    return !(await this.isDisabled())
  }
  async isEditable(): Promise<boolean> {
    return (await this.#in('return !arguments[0].matches(":disabled,[readonly],[aria-readonly=true]")')) === true
  }
  async isVisible(): Promise<boolean> {
    const [element] = await this.#elements()
    return element !== undefined && (await this.#execute(isVisible, [element])) === true
  }
  async count(): Promise<number> {
    return (await this.#elements()).length
  }
  async all(): Promise<readonly WebKitLocator[]> {
    return Array.from({ length: await this.count() }, (_, index) => this.nth(index))
  }
  async allTextContents(): Promise<readonly string[]> {
    return Promise.all((await this.all()).map((each) => each.textContent()))
  }
  async allInnerTexts(): Promise<readonly string[]> {
    return Promise.all((await this.all()).map((each) => each.innerText()))
  }
  async evaluate(run: PageFunction, argument?: unknown): Promise<unknown> {
    return this.#in(`return (${run.toString()})(...arguments)`, argument ?? null)
  }
}
