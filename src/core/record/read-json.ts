import { fail, ok, type Result } from '#core/errors/result.ts'
import type { AppError } from '#core/errors/error-code.ts'

/** Why hostile or broken text is refused before anything is made of it. */
export type ReadJsonError = AppError<
  'FILE_TOO_LARGE' | 'FILE_NOT_TEXT' | 'FILE_NOT_JSON' | 'FILE_TOO_DEEP' | 'FILE_KEY_FORBIDDEN'
>

/** Bounds that hold before the text is parsed. */
export interface JsonLimits {
  readonly sizeBytes: number
  readonly depth: number
}

const utf8 = new TextDecoder('utf-8', { fatal: true })
const forbiddenKeys = new Set(['__proto__', 'constructor', 'prototype'])

const quote = 0x22
const backslash = 0x5c
const opening = new Set([0x5b, 0x7b])
const closing = new Set([0x5d, 0x7d])

/** Place of the quote that ends the string begun here; the end of the text where there is none. */
function endOfString(text: string, from: number): number {
  for (let at = from + 1; ; at += 1) {
    at = text.indexOf('"', at)
    if (at < 0) return text.length
    let escapes = 0
    while (text.charCodeAt(at - 1 - escapes) === backslash) escapes += 1
    if (escapes % 2 === 0) return at
  }
}

/** Deepest nesting of brackets outside strings: counted without parsing, so that a bomb costs one pass. */
function nestingDepth(text: string): number {
  let depth = 0
  let deepest = 0
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at)
    if (unit === quote) at = endOfString(text, at)
    else if (opening.has(unit)) deepest = Math.max(deepest, (depth += 1))
    else if (closing.has(unit)) depth -= 1
  }
  return deepest
}

function forbiddenKey(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  for (const [key, child] of Object.entries(value)) {
    const found = forbiddenKeys.has(key) ? key : forbiddenKey(child)
    if (found !== undefined) return found
  }
  return undefined
}

/** Whether a forbidden key may stand in the text: as it is, or spelled with escapes. */
const mayHaveForbiddenKey = (text: string): boolean =>
  text.includes('\\') || Array.from(forbiddenKeys).some((key) => text.includes(key))

// The browsers' own way where they have it (Chromium from 111): it is many times faster.
const isWellFormedNatively: unknown = Reflect.get(String.prototype, 'isWellFormed')
const isWellFormed = (text: string): boolean =>
  typeof isWellFormedNatively === 'function' ? isWellFormedNatively.call(text) === true : !/\p{Surrogate}/u.test(text)

/** Decodes file bytes as strict UTF-8; a byte order mark is skipped. */
export function decodeText(bytes: Uint8Array, limits: JsonLimits): Result<string, ReadJsonError> {
  if (bytes.byteLength > limits.sizeBytes) {
    return fail('FILE_TOO_LARGE', { sizeBytes: bytes.byteLength, limitBytes: limits.sizeBytes })
  }
  try {
    return ok(utf8.decode(bytes))
  } catch {
    return fail('FILE_NOT_TEXT', {})
  }
}

/**
 * Parses JSON from outside: size and depth are bounded before parsing, and keys that could reach
 * an object's prototype or text that is not well-formed Unicode are refused.
 */
export function readJson(text: string, limits: JsonLimits): Result<unknown, ReadJsonError> {
  if (text.length > limits.sizeBytes) {
    return fail('FILE_TOO_LARGE', { sizeBytes: text.length, limitBytes: limits.sizeBytes })
  }
  if (!isWellFormed(text)) return fail('FILE_NOT_TEXT', {})
  if (nestingDepth(text) > limits.depth) return fail('FILE_TOO_DEEP', { limit: limits.depth })
  try {
    const value: unknown = JSON.parse(text)
    const key = mayHaveForbiddenKey(text) ? forbiddenKey(value) : undefined
    return key === undefined ? ok(value) : fail('FILE_KEY_FORBIDDEN', { key })
  } catch {
    return fail('FILE_NOT_JSON', {})
  }
}
