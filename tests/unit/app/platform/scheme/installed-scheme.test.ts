import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { chosenScheme, installScheme } from '#app/platform/scheme/installed-scheme.ts'
import type { CaibaoDatabase } from '#app/platform/storage/caibao-database.ts'
import { makeManifest, type SchemeBundle } from '#core/scheme/bundle.ts'
import { publishScheme, readSchemeFile, type SchemeUpdate } from '#core/scheme/scheme-file.ts'
import type { SigningKey } from '#core/submission/submission.ts'
import { compiledBundle } from '#server/scheme/read-codes.ts'
import { must } from '#tests/support/drafts.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'

const said = { publisher: '自治区职改办', publishedAt: '2026-11-24T00:00:00.000Z' }

async function anUpdate(bundle: SchemeBundle, version: string, key: SigningKey): Promise<SchemeUpdate> {
  const { rules, tables } = bundle
  const parts = { scheme: { ...bundle.scheme, version }, rules, tables }
  return must(await readSchemeFile(await publishScheme({ manifest: await makeManifest(parts), ...parts }, said, key)))
}

/** The settings of a device, which two pages share. */
function aDevice() {
  let row: unknown
  const settings = {
    get: async () => row,
    put: async (next: unknown) => {
      row = next
    },
  }
  const database = { settings, transaction: (_: string, __: unknown, work: () => unknown) => work() }
  // eslint-disable-next-line typescript/no-unsafe-type-assertion -- only what a scheme needs
  return { database: database as unknown as CaibaoDatabase, settings }
}

describe('a scheme that is installed', () => {
  let bundle: SchemeBundle
  let publisher: SigningKey
  beforeAll(async () => {
    bundle = await compiledBundle()
    publisher = await aSigningKey()
  })
  beforeEach(() => {
    vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => undefined, removeItem: () => undefined })
  })

  const versionOf = async (database: CaibaoDatabase): Promise<string> => (await chosenScheme(database)).manifest.version

  test('gives way to a newer one of its publisher, however long ago the page that installs it began', async () => {
    const { database } = aDevice()
    must(await installScheme(database, await anUpdate(bundle, '2012.2', publisher)))
    must(await installScheme(database, await anUpdate(bundle, '2012.3', publisher)))
    expect(await versionOf(database)).toBe('2012.3')
  })

  test('stays where an older one comes from a page that does not know of it', async () => {
    const { database } = aDevice()
    must(await installScheme(database, await anUpdate(bundle, '2012.3', publisher)))
    const older = await installScheme(database, await anUpdate(bundle, '2012.2', publisher))
    expect(older).toMatchObject({ ok: false, error: { code: 'SCHEME_NOT_NEWER' } })
    expect(await versionOf(database)).toBe('2012.3')
  })

  test('stays where another publisher’s is installed before the page is loaded anew', async () => {
    const { database } = aDevice()
    must(await installScheme(database, await anUpdate(bundle, '2012.2', publisher)))
    const other = await installScheme(database, await anUpdate(bundle, '2012.3', await aSigningKey()))
    expect(other).toMatchObject({ ok: false, error: { code: 'SCHEME_SIGNER_CHANGED' } })
    expect(await versionOf(database)).toBe('2012.2')
  })

  test('is judged again when another page installs one amid it, and is no error twice', async () => {
    const { database, settings } = aDevice()
    const [older, newer] = [await anUpdate(bundle, '2012.2', publisher), await anUpdate(bundle, '2012.3', publisher)]
    const look = vi.spyOn(settings, 'get').mockImplementationOnce(async () => {
      must(await installScheme(database, newer))
      return undefined
    })
    expect(await installScheme(database, older)).toMatchObject({ ok: false, error: { code: 'SCHEME_NOT_NEWER' } })
    expect(look.mock.calls.length).toBeGreaterThan(2)
    must(await installScheme(database, newer))
    expect(await versionOf(database)).toBe('2012.3')
  })
})
