import { createHash } from 'node:crypto'

/** A part of the app as it lies in the page: text, or base64. */
export interface PagePart {
  readonly path: string
  readonly text: string
}

/** What the single page is made of. */
export interface PageContent {
  readonly script: string
  readonly style: string
  readonly icon: string
  readonly parts: readonly PagePart[]
}

const sourceOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

/** Nothing but this very script and style, and workers out of this very page; it cannot speak to anybody. */
function policyOf(script: string, style: string): string {
  return [
    "default-src 'none'",
    `script-src ${sourceOf(script)}`,
    `style-src ${sourceOf(style)}`,
    'img-src data: blob:',
    'worker-src blob:',
    "connect-src 'none'",
    "form-action 'none'",
    "base-uri 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types vue caibao',
  ].join('; ')
}

// HTML §13.2.5: inside a script only `</script` and `<!--` mean anything to the parser. In JavaScript both stand in
// strings and patterns alone, where the backslash changes nothing.
const insideScript = (text: string): string => text.replaceAll(/<(?=\/script|!--)/gi, String.raw`\x3c`)

// JSON knows the other way to write the same character; base64 has none of them.
const insideBlock = ({ path, text }: PagePart): string =>
  path.endsWith('.json') ? text.replaceAll('<', String.raw`\u003c`) : insideScript(text)

const iconAddress = (svg: string): string => `data:image/svg+xml,${encodeURIComponent(svg)}`

const notStarted = '采报还没有打开。请用 Chrome、Edge 或火狐 109 以上打开这个文件：点右键，选“打开方式”。'

/** The page with everything in it. */
export function composePage({ script, style, icon, parts }: PageContent): string {
  const program = `\n${insideScript(script)}\n`
  const css = `\n${style}\n`
  if (/<\/style/i.test(style)) throw new RangeError('the style would end its own element')
  const blocks = parts.map((part) => `<script type="text/plain" id="part:${part.path}">${insideBlock(part)}</script>`)
  return [
    '<!doctype html>',
    '<html lang="zh-CN">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policyOf(program, css)}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">',
    '<title>采报（个人版）</title>',
    '<meta name="color-scheme" content="light dark">',
    '<meta name="referrer" content="no-referrer">',
    '<meta name="format-detection" content="telephone=no, date=no, address=no, email=no">',
    `<link rel="icon" href="${iconAddress(icon)}">`,
    `<style>${css}</style>`,
    '</head>',
    '<body>',
    `<div id="app"><p class="not-started">${notStarted}</p></div>`,
    '<noscript>采报要用 JavaScript 才能填写。请在浏览器设置中允许 JavaScript，再打开这个文件。</noscript>',
    ...blocks,
    `<script type="module">${program}</script>`,
    '</body>',
    '</html>',
    '',
  ].join('\n')
}
