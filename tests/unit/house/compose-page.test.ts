import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { composePage } from '#house/one-file/compose-page.ts'

const script = 'const text = "</script><!-- x -->"; const pattern = /<\\/script>/'
const page = composePage({
  script,
  style: 'p { color: red }',
  icon: '<svg xmlns="http://www.w3.org/2000/svg"/>',
  parts: [
    { path: '/scheme/rules.json', text: JSON.stringify({ a: '</script><b>' }) },
    { path: '/fonts/a.pack', text: 'AAAA' },
  ],
})
const inside = (tag: string): string => new RegExp(`<${tag}>([\\s\\S]*?)</${tag.split(' ')[0]}>`).exec(page)?.[1] ?? ''
const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

describe('the single page', () => {
  test('allows exactly its own script and style', () => {
    expect(page).toContain(`script-src ${hashOf(inside('script type="module"'))};`)
    expect(page).toContain(`style-src ${hashOf(inside('style'))};`)
    expect(page).toContain("default-src 'none'")
    expect(page).toContain("connect-src 'none'")
    expect(page).toContain("require-trusted-types-for 'script'")
    expect(page).not.toMatch(/unsafe-|https?:\/\/(?!www\.w3\.org)/)
  })

  test('keeps what would end a script inside its strings', () => {
    expect(inside('script type="module"')).toContain('"\\x3c/script>\\x3c!-- x -->"')
    expect(page.match(/<\/script/g)).toHaveLength(3)
  })

  test('carries its parts as they were', () => {
    const block = /id="part:\/scheme\/rules\.json">(.*?)<\/script>/.exec(page)?.[1] ?? ''
    expect(JSON.parse(block)).toEqual({ a: '</script><b>' })
    expect(page).toContain('id="part:/fonts/a.pack">AAAA</script>')
  })

  test('refuses a style that would end its own element', () => {
    expect(() => composePage({ script, style: 'p::after { content: "</style>" }', icon: '', parts: [] })).toThrow(
      'style',
    )
  })
})
