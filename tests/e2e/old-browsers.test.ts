import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'acorn'
import { beforeAll, describe, expect, test } from 'vitest'

// Office PCs with Windows 7 and 8 stop at Chromium 109 (January 2023).
const assets = fileURLToPath(new URL('../../dist/assets', import.meta.url))

/** What came after Chromium 109, by its name. */
const newer = [
  /\.(?:toSorted|toReversed|toSpliced|isWellFormed|toWellFormed|transferToFixedLength|startViewTransition)\b/g,
  /\.(?:union|intersection|difference|symmetricDifference|isSubsetOf|isSupersetOf|isDisjointFrom)\(/g,
  /\b(?:Object|Map)\.groupBy\b|\b\w+\.(?:withResolvers|fromAsync)\b|\bPromise\.try\b|\bIterator\.from\b/g,
  /\bURL\.(?:canParse|parse)\b|\bAbortSignal\.any\b|\bRegExp\.escape\b|\bError\.isError\b|\bscheduler\.yield\b/g,
  /\b(?:toBase64|fromBase64|setFromBase64|fromHex|sumPrecise|Float16Array|DisposableStack)\b/g,
  /\.(?:values|keys|entries)\(\)\.(?:map|filter|take|drop|flatMap|reduce|toArray|forEach|some|every|find)\(/g,
  /\.bytes\(\)|showPopover|navigator\.storageBuckets/g,
]

/** Places that look whether it is there before they use it; names are made short and may hold a `$`. */
const guarded = [
  // jose
  /if\(Uint8Array\.prototype\.toBase64\)return [\w$]+\.toBase64\(/g,
  /if\(Uint8Array\.fromBase64\)return Uint8Array\.fromBase64\(/g,
  // Vue passes on what is called on a list it watches.
  /(toReversed|toSorted|toSpliced)\([.\w$]*\)\{return [\w$]+\(this\)\.\1\(/g,
  /`startViewTransition`in document&&document\.startViewTransition\(/g,
  // valibot
  /URL\.canParse\?URL\.canParse\(/g,
  // platform/clock/breathe.ts, and qr
  /`scheduler`in globalThis&&`yield`in scheduler\?scheduler\.yield\(/g,
  /typeof [\w$]+\.scheduler\?\.yield==`function`\?[\w$]+\.scheduler\.yield\(/g,
  // Dexie
  /([\w$]+)\.withResolvers&&\([\w$]+\.withResolvers=\1\.withResolvers\)/g,
]

const newerStyle =
  /[{};]\s*&|color-mix\(|@scope|@starting-style|light-dark\(|oklch\(|oklab\(|:user-(?:in)?valid|:popover-open|:open\b|subgrid|anchor\(/g

const foundIn = (text: string, patterns: readonly RegExp[]): readonly string[] =>
  patterns.flatMap((pattern) => [...text.matchAll(pattern)].map(({ index }) => text.slice(index - 40, index + 40)))

/** What a script uses that Chromium 109 does not have. */
function tooNew(script: string): readonly string[] {
  return foundIn(
    guarded.reduce((text, pattern) => text.replaceAll(pattern, ''), script),
    newer,
  )
}

describe('the built app in a browser of January 2023', () => {
  const scripts = new Map<string, string>()
  const styles = new Map<string, string>()
  beforeAll(async () => {
    for (const name of await readdir(assets)) {
      const into = name.endsWith('.js') ? scripts : name.endsWith('.css') ? styles : undefined
      into?.set(name, await readFile(join(assets, name), 'utf8'))
    }
  })

  test('parses: no syntax is newer than ES2022', () => {
    expect(scripts.size).toBeGreaterThan(50)
    for (const [name, script] of scripts)
      expect(() => parse(script, { ecmaVersion: 2022, sourceType: 'module' }), name).not.toThrow()
  })

  test('calls nothing that it does not have', () => {
    for (const [name, script] of scripts) expect(tooNew(script), name).toEqual([])
  })

  test('has no style that it does not know', () => {
    expect(styles.size).toBeGreaterThan(10)
    for (const [name, style] of styles) expect(foundIn(style, [newerStyle]), name).toEqual([])
  })

  test('would be told otherwise', () => {
    expect(tooNew('a.toSorted(b)')).toHaveLength(1)
    expect(tooNew('new Map().values().map(f)')).toHaveLength(1)
    expect(tooNew('Object.groupBy(a,b)')).toHaveLength(1)
    expect(foundIn('a{color:red;&:hover{color:blue}}', [newerStyle])).toHaveLength(1)
    expect(() => parse('a: using b = c', { ecmaVersion: 2022 })).toThrow('Unexpected')
  })
})
