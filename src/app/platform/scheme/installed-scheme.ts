import * as v from 'valibot'
import type { CaibaoDatabase } from '#app/platform/storage/caibao-database.ts'
import { storageErrorOf, type StorageError } from '#app/platform/storage/storage-error.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import { readSchemeFile, type SchemeUpdate } from '#core/scheme/scheme-file.ts'
import { isNewerVersion } from '#core/scheme/scheme-version.ts'
import { tablesOfApp } from '#core/scheme/tables-of-app.ts'
import { builtInScheme, type SchemeSource } from './scheme-source.ts'
import { noteInstalled } from './scheme-mark.ts'

const settingKey = 'scheme'
const rowSchema = v.object({ key: v.literal(settingKey), value: v.object({ text: v.string() }) })

function sourceOf({ bundle, signer }: SchemeUpdate): SchemeSource {
  return {
    manifest: bundle.manifest,
    scheme: bundle.scheme,
    signer,
    tableIds: tablesOfApp(bundle),
    loadManifest: async () => ok(bundle.manifest),
    loadRules: async () => ok(bundle.rules),
    async loadTable(id) {
      const table = bundle.tables[id]
      return table ? ok(table) : fail('SCHEME_UNAVAILABLE', { reason: id })
    },
  }
}

/** The installed scheme, verified again; the one of the app where it is newer, or what is stored no longer holds. */
export async function chosenScheme(database: CaibaoDatabase): Promise<SchemeSource> {
  const builtIn = builtInScheme()
  try {
    const row = v.safeParse(rowSchema, await database.settings.get(settingKey))
    const update = row.success ? await readSchemeFile(row.output.value.text) : undefined
    if (!update?.ok) return builtIn
    const { id, version } = update.value.bundle.manifest
    const isBetter = id === builtIn.manifest.id && isNewerVersion(version, builtIn.manifest.version)
    return isBetter ? sourceOf(update.value) : builtIn
  } catch {
    return builtIn
  }
}

/** Keeps an update for the next start; it was judged before. */
export async function installScheme(
  database: CaibaoDatabase,
  { text, bundle }: SchemeUpdate,
): Promise<Result<void, StorageError>> {
  try {
    await database.settings.put({ key: settingKey, value: { text } })
    noteInstalled(bundle.manifest.digest)
    return ok(undefined)
  } catch (thrown) {
    return { ok: false, error: storageErrorOf(thrown, 'write') }
  }
}

/** Goes back to the scheme of the app at the next start. */
export async function uninstallScheme(database: CaibaoDatabase): Promise<void> {
  noteInstalled(undefined)
  await database.settings.delete(settingKey)
}
