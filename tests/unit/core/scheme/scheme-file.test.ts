import { describe, expect, test } from 'vitest'
import { makeManifest, type SchemeBundle } from '#core/scheme/bundle.ts'
import { compareSchemes } from '#core/scheme/compare-schemes.ts'
import { judgeUpdate, publishScheme, readSchemeFile } from '#core/scheme/scheme-file.ts'
import { isNewerVersion } from '#core/scheme/scheme-version.ts'
import { must } from '#tests/support/drafts.ts'
import { realCodes } from '#tests/support/real-codes.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { anUpdate } from '#tests/support/scheme-updates.ts'

const { bundle } = await realCodes()
const key = await aSigningKey()
const said = { publisher: '自治区职改办', publishedAt: '2026-11-24T00:00:00.000Z' }

describe('a scheme update', () => {
  test('is read back as it was published', async () => {
    const update = must(await readSchemeFile(await publishScheme(await anUpdate(bundle), said, key)))
    expect(update.bundle.manifest.version).toBe('2012.2')
    expect(update.publisher).toBe('自治区职改办')
  })

  test('that was changed is refused', async () => {
    const text = await publishScheme(bundle, said, key)
    const file: { payload: string } = JSON.parse(text)
    const at = Math.floor(file.payload.length / 2)
    const other = file.payload[at] === 'A' ? 'B' : 'A'
    const changed = text.replace(file.payload, file.payload.slice(0, at) + other + file.payload.slice(at + 1))
    expect(await readSchemeFile(changed)).toMatchObject({ ok: false })
  })

  test('whose tables do not fit its digest is refused', async () => {
    const { manifest } = bundle
    const wrong: SchemeBundle = { ...bundle, manifest: { ...manifest, digest: 'a'.repeat(64) } }
    expect(await readSchemeFile(await publishScheme(wrong, said, key))).toMatchObject({
      ok: false,
      error: { code: 'BUNDLE_DIGEST_BAD' },
    })
  })

  test.each([
    { inUse: { id: 'gx-zyjs', version: '2012.1' }, code: undefined },
    { inUse: { id: 'gx-zyjs', version: '2012.2' }, code: 'SCHEME_NOT_NEWER' },
    { inUse: { id: 'gx-zyjs', version: '2012.10' }, code: 'SCHEME_NOT_NEWER' },
    { inUse: { id: 'other', version: '2012.1' }, code: 'SCHEME_FOREIGN' },
    { inUse: { id: 'gx-zyjs', version: '2012.1', signer: 'b'.repeat(43) }, code: 'SCHEME_SIGNER_CHANGED' },
  ])('is judged by what is in use: $code', async ({ inUse, code }) => {
    const update = must(await readSchemeFile(await publishScheme(await anUpdate(bundle), said, key)))
    const judged = judgeUpdate(update, inUse)
    expect(judged.ok ? undefined : judged.error.code).toBe(code)
  })

  test('tells which tables change, and how', async () => {
    const next = await anUpdate(bundle)
    expect(compareSchemes(next, bundle)).toEqual({
      tables: [{ title: bundle.tables['award_grade']?.title, added: 1, removed: 0 }],
      rules: false,
      form: true,
    })
    expect(compareSchemes(bundle, bundle)).toEqual({ tables: [], rules: false, form: false })
    expect((await makeManifest(next)).digest).toBe(next.manifest.digest)
  })

  test('versions are compared part by part', () => {
    expect(isNewerVersion('2012.10', '2012.9')).toBe(true)
    expect(isNewerVersion('2012.1', '2012.1')).toBe(false)
    expect(isNewerVersion('2013', '2012.9')).toBe(true)
    expect(isNewerVersion('2012.1', '2012.1.1')).toBe(false)
  })
})
