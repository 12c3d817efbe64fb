import * as v from 'valibot'
import { tableDataSchema } from '#core/codes/table-data.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import { ruleSetSchema } from '#core/rules/rule-set.ts'
import { makeManifest, type SchemeBundle } from './bundle.ts'
import { schemeSchema } from './scheme-schema.ts'

const hex = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))
const text = v.pipe(v.string(), v.nonEmpty(), v.maxLength(64))
const mostTables = 200

const bundleSchema = v.strictObject({
  manifest: v.strictObject({ id: text, version: text, digest: hex, parts: v.record(v.string(), hex) }),
  scheme: schemeSchema,
  rules: ruleSetSchema,
  tables: v.pipe(
    v.record(v.string(), tableDataSchema),
    v.check((tables) => Object.keys(tables).length <= mostTables),
  ),
})

/** Why a bundle is refused. */
export type BundleError = AppError<'BUNDLE_SHAPE_BAD' | 'BUNDLE_DIGEST_BAD'>

/** A bundle from parsed JSON from outside: whole, within bounds, and saying what its digest says. */
export async function parseBundle(json: unknown): Promise<Result<SchemeBundle, BundleError>> {
  const parsed = v.safeParse(bundleSchema, json)
  if (!parsed.success) return fail('BUNDLE_SHAPE_BAD', { path: v.getDotPath(parsed.issues[0]) ?? '' })
  const bundle: SchemeBundle = parsed.output
  const manifest = await makeManifest(bundle)
  const isSame =
    manifest.digest === bundle.manifest.digest &&
    manifest.id === bundle.manifest.id &&
    manifest.version === bundle.manifest.version
  return isSame ? ok(bundle) : fail('BUNDLE_DIGEST_BAD', {})
}
