/** What stands in an XML document, one thing after the other. */
export type XmlToken =
  | { readonly kind: 'open'; readonly name: string; readonly attributes: string; readonly isEmpty: boolean }
  | { readonly kind: 'close'; readonly name: string }
  | { readonly kind: 'text'; readonly text: string }

/** The document is no XML that spreadsheets are made of. */
export class XmlRefused extends Error {}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }
const longestTag = 65_536
const longestStart = '<![CDATA['.length

/** Text with its entities resolved: the five of XML and numbers; there are no others without a document type. */
function resolveEntities(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(/&([^;&]{0,16});?/g, (_, name: string) => {
    const known = Object.hasOwn(entities, name) ? entities[name] : undefined
    if (known !== undefined) return known
    const number = /^#(?:(\d{1,7})|x([\da-f]{1,6}))$/i.exec(name)
    const code = number ? Number.parseInt(number[1] ?? number[2] ?? '', number[1] === undefined ? 16 : 10) : -1
    if (code < 0 || code > 0x10_ff_ff) throw new XmlRefused()
    return String.fromCodePoint(code)
  })
}

/** The value of an attribute in the inside of a tag. */
export function attributeOf(attributes: string, name: string): string | undefined {
  const found = new RegExp(`(?:^|\\s)(?:[\\w-]+:)?${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(attributes)
  return found ? resolveEntities(found[1] ?? found[2] ?? '') : undefined
}

/** Where the tag that begins here ends: a `>` inside quotes ends nothing. */
function tagEnd(text: string, from: number): number {
  let quote = ''
  for (let at = from; at < text.length; at += 1) {
    const character = text[at] ?? ''
    if (quote !== '') {
      if (character === quote) quote = ''
    } else if (character === '"' || character === "'") quote = character
    else if (character === '>') return at
  }
  return -1
}

const withoutPrefix = (name: string): string => name.slice(name.indexOf(':') + 1)

function tagToken(inside: string): XmlToken {
  if (inside.startsWith('/')) return { kind: 'close', name: withoutPrefix(inside.slice(1).trim()) }
  const isEmpty = inside.endsWith('/')
  const [, name = '', attributes = ''] = /^([^\s/]+)([^]*)$/.exec(isEmpty ? inside.slice(0, -1) : inside) ?? []
  return { kind: 'open', name: withoutPrefix(name), attributes, isEmpty }
}

/** What begins with `<!` or `<?`: comments and instructions mean nothing, a document type is refused. */
const sections: readonly (readonly [start: string, end: string])[] = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
]

interface Found {
  readonly token?: XmlToken
  readonly next: number
}

function nextText(text: string, at: number, isLast: boolean): Found | undefined {
  const end = text.indexOf('<', at)
  if (end === -1 && !isLast) return undefined
  const next = end === -1 ? text.length : end
  return { token: { kind: 'text', text: resolveEntities(text.slice(at, next)) }, next }
}

function nextSection(text: string, at: number, [start, mark]: (typeof sections)[number]): Found | undefined {
  const end = text.indexOf(mark, at + start.length)
  if (end === -1) return undefined
  const next = end + mark.length
  return start === '<![CDATA[' ? { token: { kind: 'text', text: text.slice(at + start.length, end) }, next } : { next }
}

function nextTag(text: string, at: number): Found | undefined {
  if (text[at + 1] === '!') throw new XmlRefused()
  const end = tagEnd(text, at + 1)
  if (end !== -1) return { token: tagToken(text.slice(at + 1, end)), next: end + 1 }
  if (text.length - at > longestTag) throw new XmlRefused()
  return undefined
}

/** The next thing in the text; undefined when the text so far does not hold all of it. */
function nextToken(text: string, at: number, isLast: boolean): Found | undefined {
  if (text[at] !== '<') return nextText(text, at, isLast)
  if (text.length - at < longestStart && !isLast) return undefined
  const section = sections.find(([start]) => text.startsWith(start, at))
  return section ? nextSection(text, at, section) : nextTag(text, at)
}

/** Tokens of an XML document that comes in pieces. No document type, so nothing outside it is ever asked for. */
export async function* xmlTokens(pieces: AsyncIterable<string>): AsyncGenerator<readonly XmlToken[], void> {
  let rest = ''
  function take(isLast: boolean): readonly XmlToken[] {
    const tokens: XmlToken[] = []
    let at = 0
    while (at < rest.length) {
      const found = nextToken(rest, at, isLast)
      if (!found) break
      if (found.token) tokens.push(found.token)
      at = found.next
    }
    rest = rest.slice(at)
    return tokens
  }
  for await (const piece of pieces) {
    rest += piece
    if (rest.length > 64 * longestTag) throw new XmlRefused()
    yield take(false)
  }
  yield take(true)
  if (rest.trim() !== '') throw new XmlRefused()
}
