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

const forbiddenKeys = new Set(['__proto__', 'constructor', 'prototype'])

/** Deepest nesting of brackets outside strings: counted without parsing, so that a bomb costs one pass. */
function nestingDepth(text: string): number {
  let depth = 0
  let deepest = 0
  for (const token of text.matchAll(/"(?:[^"\\]|\\.)*"?|[[{\]}]/gs)) {
    const [first] = token[0]
    if (first === '[' || first === '{') deepest = Math.max(deepest, (depth += 1))
    else if (first === ']' || first === '}') depth -= 1
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

/** Decodes file bytes as strict UTF-8; a byte order mark is skipped. */
export function decodeText(bytes: Uint8Array, limits: JsonLimits): Result<string, ReadJsonError> {
  if (bytes.byteLength > limits.sizeBytes) {
    return fail('FILE_TOO_LARGE', { sizeBytes: bytes.byteLength, limitBytes: limits.sizeBytes })
  }
  try {
    return ok(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
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
  if (/\p{Surrogate}/u.test(text)) return fail('FILE_NOT_TEXT', {})
  if (nestingDepth(text) > limits.depth) return fail('FILE_TOO_DEEP', { limit: limits.depth })
  try {
    const value: unknown = JSON.parse(text)
    const key = forbiddenKey(value)
    return key === undefined ? ok(value) : fail('FILE_KEY_FORBIDDEN', { key })
  } catch {
    return fail('FILE_NOT_JSON', {})
  }
}
