/** One step from the document to the elements that are meant; as JSON, because it travels into the page. */
export type FindStep =
  | { readonly by: 'role'; readonly role: string; readonly name?: TextMatch; readonly level?: number }
  | { readonly by: 'label' | 'text' | 'placeholder'; readonly text: TextMatch }
  | { readonly by: 'css'; readonly selector: string }
  | { readonly by: 'filter'; readonly text: TextMatch; readonly not?: boolean }
  | { readonly by: 'nth'; readonly index: number }
  | CombineStep

interface CombineStep {
  readonly by: 'or' | 'and'
  readonly steps: readonly FindStep[]
}

/** What a text must be: equal, part of it, or a pattern. */
export type TextMatch =
  | { readonly kind: 'exact' | 'part'; readonly text: string }
  | { readonly kind: 'pattern'; readonly source: string; readonly flags: string }

/**
 * Runs in the page: the elements the steps lead to. It stands alone, its text is sent to the browser.
 * Names follow the accessible name computation as far as this app needs it.
 */
export function findInPage(steps: readonly FindStep[]): Element[] {
  const flat = (text: string | null | undefined): string => (text ?? '').replace(/\s+/gu, ' ').trim()
  const selectors: Readonly<Record<string, string>> = {
    button: 'button,[role=button],input[type=button],input[type=submit]',
    link: 'a[href],[role=link]',
    textbox:
      'input:not([type]):not([role]),input[type=text]:not([role]),input[type=email],input[type=tel],input[type=search]:not([role]),input[type=password],textarea,[role=textbox]',
    combobox: '[role=combobox],select:not([multiple])',
    checkbox: 'input[type=checkbox],[role=checkbox]',
    radio: 'input[type=radio],[role=radio]',
    heading: 'h1,h2,h3,h4,h5,h6,[role=heading]',
    listbox: '[role=listbox]',
    option: 'option,[role=option]',
    list: 'ul,ol,[role=list]',
    listitem: 'li,[role=listitem]',
    dialog: 'dialog,[role=dialog],[role=alertdialog]',
    navigation: 'nav,[role=navigation]',
    region: 'section[aria-label],section[aria-labelledby],aside,[role=region]',
    complementary: 'aside,[role=complementary]',
    main: 'main,[role=main]',
    table: 'table,[role=table]',
    row: 'tr,[role=row]',
    cell: 'td,[role=cell]',
    columnheader: 'th:not([scope=row]),[role=columnheader]',
    rowheader: 'th[scope=row],[role=rowheader]',
    tree: '[role=tree]',
    treeitem: '[role=treeitem]',
    status: 'output,[role=status]',
    alert: '[role=alert]',
    group: 'fieldset,details,[role=group]',
    tab: '[role=tab]',
    progressbar: 'progress,[role=progressbar]',
    article: 'article,[role=article]',
    figure: 'figure,[role=figure]',
    img: 'img,[role=img]',
    menuitem: '[role=menuitem]',
    banner: 'header,[role=banner]',
    searchbox: 'input[type=search],[role=searchbox]',
    switch: '[role=switch]',
    strong: 'strong,[role=strong]',
    spinbutton: 'input[type=number],[role=spinbutton]',
  }
  const isSeen = (element: Element): boolean => {
    if (element.closest('[aria-hidden=true],[hidden],[inert]')) return false
    if (element instanceof HTMLOptionElement) return true
    return (
      element.getClientRects().length > 0 &&
      element.checkVisibility() &&
      getComputedStyle(element).visibility !== 'hidden'
    )
  }
  const matches = (text: string, match: TextMatch): boolean => {
    if (match.kind === 'pattern') return new RegExp(match.source, match.flags).test(text)
    if (match.kind === 'exact') return text === match.text
    return text.toLowerCase().includes(match.text.toLowerCase())
  }
  const textOf = (node: Node): string => {
    if (node instanceof Text) return node.data
    if (!(node instanceof Element) || node.matches('[aria-hidden=true],[hidden],script,style')) return ''
    if (node instanceof HTMLImageElement) return node.alt
    const label = node.getAttribute('aria-label')
    if (label) return label
    const style = getComputedStyle(node)
    if (style.display === 'none' || style.visibility === 'hidden') return ''
    const inner = [...node.childNodes].map(textOf).join('')
    return style.display.startsWith('inline') ? inner : ` ${inner} `
  }
  const labelOf = (element: Element): string => {
    const ids = element.getAttribute('aria-labelledby')
    if (ids) {
      const parts = ids.split(/\s+/u).map((id) => element.ownerDocument.getElementById(id))
      return flat(parts.map((part) => (part ? textOf(part) : '')).join(' '))
    }
    const label = element.getAttribute('aria-label')
    if (label) return flat(label)
    if ('labels' in element && element.labels instanceof NodeList && element.labels.length > 0) {
      return flat([...element.labels].map(textOf).join(' '))
    }
    return ''
  }
  const nameOf = (element: Element): string => {
    const label = labelOf(element)
    if (label) return label
    if (element instanceof HTMLFieldSetElement) return flat(element.querySelector('legend')?.textContent)
    if (element instanceof HTMLTableElement) return flat(element.caption?.textContent)
    if (element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement) return element.placeholder
    const isNamedByContent = element.matches(
      'button,a,option,summary,h1,h2,h3,h4,h5,h6,td,th,tr,[role=button],[role=option],[role=treeitem],[role=tab],[role=link],[role=menuitem],[role=row],[role=cell],[role=checkbox],[role=radio],[role=heading]',
    )
    return isNamedByContent ? flat(textOf(element)) : flat(element.getAttribute('title'))
  }
  const levelOf = (element: Element): number =>
    Number(element.getAttribute('aria-level') ?? /^H(\d)$/u.exec(element.tagName)?.[1] ?? 0)
  const within = (roots: readonly ParentNode[], selector: string): Element[] => [
    ...new Set(roots.flatMap((root) => [...root.querySelectorAll(selector)])),
  ]
  const byText = (roots: readonly ParentNode[], match: TextMatch): Element[] => {
    // As with Playwright, what is looked in may be what is found.
    const self = roots.filter((root) => root instanceof Element)
    const hits = [...self, ...within(roots, '*')].filter(
      (element) => !element.matches('script,style') && matches(flat(element.textContent), match),
    )
    return hits.filter((element) => !hits.some((other) => other !== element && element.contains(other)))
  }
  const take = (found: readonly Element[] | undefined, step: Exclude<FindStep, CombineStep>): Element[] => {
    const roots: readonly ParentNode[] = found ?? [document]
    switch (step.by) {
      case 'css':
        return within(roots, step.selector)
      case 'nth':
        return (found ?? []).slice(step.index).slice(0, 1)
      case 'filter':
        return (found ?? []).filter((element) => matches(flat(element.textContent), step.text) !== (step.not ?? false))
      case 'text':
        return byText(roots, step.text)
      case 'label':
        return within(roots, 'input,textarea,select,button,[aria-label],[aria-labelledby]').filter((element) =>
          matches(labelOf(element), step.text),
        )
      case 'placeholder':
        return within(roots, '[placeholder]').filter((element) =>
          matches(element.getAttribute('placeholder') ?? '', step.text),
        )
      case 'role': {
        const { role, name, level } = step
        return within(roots, selectors[role] ?? `[role=${role}]`).filter(
          (element) =>
            isSeen(element) &&
            (element.getAttribute('role') ?? role) === role &&
            (level === undefined || levelOf(element) === level) &&
            (name === undefined || matches(nameOf(element), name)),
        )
      }
    }
  }
  const combine = (found: readonly Element[], { by, steps: path }: CombineStep): Element[] => {
    const others = new Set(follow(path))
    return by === 'and' ? found.filter((element) => others.has(element)) : [...new Set([...found, ...others])]
  }
  const follow = (path: readonly FindStep[]): Element[] => {
    let found: Element[] | undefined
    for (const step of path) {
      found = 'steps' in step ? combine(found ?? [], step) : take(found, step)
    }
    return found ?? []
  }
  return follow(steps)
}
