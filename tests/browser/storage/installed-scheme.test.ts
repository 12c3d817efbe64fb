import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { chosenScheme, installScheme, uninstallScheme } from '#app/platform/scheme/installed-scheme.ts'
import { noteInstalled } from '#app/platform/scheme/scheme-mark.ts'
import { builtInScheme } from '#app/platform/scheme/scheme-source.ts'
import { type CaibaoDatabase, openCaibaoDatabase } from '#app/platform/storage/caibao-database.ts'
import { makeManifest } from '#core/scheme/bundle.ts'
import { publishScheme, readSchemeFile, type SchemeUpdate } from '#core/scheme/scheme-file.ts'
import type { SigningKey } from '#core/submission/submission.ts'
import { must } from '#tests/support/drafts.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'

/** A version of the scheme of this app, without rules and tables. */
async function anUpdateTo(version: string, key: SigningKey): Promise<SchemeUpdate> {
  const scheme = { ...builtInScheme().scheme, version }
  const parts = { scheme, rules: { rules: [], cleanups: [], tables: [] }, tables: {} }
  const said = { publisher: '自治区职改办', publishedAt: '2026-11-24T00:00:00.000Z' }
  return must(await readSchemeFile(await publishScheme({ manifest: await makeManifest(parts), ...parts }, said, key)))
}

describe('a scheme update that two pages install', () => {
  let database: CaibaoDatabase
  let key: SigningKey
  beforeEach(async () => {
    database = openCaibaoDatabase(`test-${crypto.randomUUID()}`)
    key = await aSigningKey()
  })
  afterEach(async () => {
    noteInstalled(undefined)
    database.close()
    await database.delete()
  })

  const versionChosen = async (): Promise<string> => must(await chosenScheme(database)).manifest.version

  test('is not replaced by one of another publisher', async () => {
    const other = await anUpdateTo('2012.3', await aSigningKey())
    must(await installScheme(database, await anUpdateTo('2012.2', key)))
    expect(await installScheme(database, other)).toMatchObject({ error: { code: 'SCHEME_SIGNER_CHANGED' } })
    expect(await versionChosen()).toBe('2012.2')
  })

  test('is not replaced by an older one', async () => {
    must(await installScheme(database, await anUpdateTo('2012.3', key)))
    expect(await installScheme(database, await anUpdateTo('2012.2', key))).toMatchObject({
      error: { code: 'SCHEME_NOT_NEWER', params: { found: '2012.2', ours: '2012.3' } },
    })
    expect(await versionChosen()).toBe('2012.3')
  })

  test('is installed once when both have the same, and followed by a newer one', async () => {
    const update = await anUpdateTo('2012.2', key)
    must(await installScheme(database, update))
    must(await installScheme(database, update))
    must(await installScheme(database, await anUpdateTo('2012.3', key)))
    expect(await versionChosen()).toBe('2012.3')
  })

  test('is judged again where the other page was quicker', async () => {
    const [one, two] = [await anUpdateTo('2012.2', key), await anUpdateTo('2012.2', await aSigningKey())]
    const answers = await Promise.all([installScheme(database, one), installScheme(database, two)])
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
    expect(must(await chosenScheme(database)).signer).toBe(answers[0].ok ? one.signer : two.signer)
  })

  test('stays the one told of where the database does not let it go', async () => {
    const update = await anUpdateTo('2012.2', key)
    must(await installScheme(database, update))
    database.close({ disableAutoOpen: true })
    expect(await uninstallScheme(database)).toMatchObject({ ok: false })
    expect(localStorage.getItem('caibao.scheme')).toContain(update.bundle.manifest.digest)
    await database.open()
    must(await uninstallScheme(database))
    expect(await versionChosen()).toBe(builtInScheme().manifest.version)
    expect(localStorage.getItem('caibao.scheme')).toBeNull()
  })

  test('takes the place of what cannot be read', async () => {
    await database.settings.put({ key: 'scheme', value: { text: '{}' } })
    must(await installScheme(database, await anUpdateTo('2012.2', key)))
    expect(await versionChosen()).toBe('2012.2')
  })

  test('counts also where the database was just waking up', async () => {
    must(await installScheme(database, await anUpdateTo('2012.2', key)))
    vi.spyOn(database.settings, 'get').mockRejectedValueOnce(new DOMException('just a moment', 'UnknownError'))
    expect(await versionChosen()).toBe('2012.2')
  })

  test('is no other one where the database cannot be read', async () => {
    must(await installScheme(database, await anUpdateTo('2012.2', key)))
    const reading = vi.spyOn(database.settings, 'get').mockRejectedValue(new DOMException('not now', 'UnknownError'))
    expect(await chosenScheme(database)).toMatchObject({ ok: false, error: { code: 'STORAGE_READ_FAILED' } })
    reading.mockRejectedValue(new DOMException('newer', 'VersionError'))
    expect(await versionChosen()).toBe(builtInScheme().manifest.version)
    reading.mockRestore()
  })
})
