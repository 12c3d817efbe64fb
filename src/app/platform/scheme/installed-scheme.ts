import * as v from 'valibot'
import type { CaibaoDatabase } from '#app/platform/storage/caibao-database.ts'
import { departuresSoFar, whileAway } from '#app/platform/storage/leave-with-page.ts'
import { storageErrorOf, type StorageError } from '#app/platform/storage/storage-error.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import { judgeUpdate, readSchemeFile, type SchemeFileError, type SchemeUpdate } from '#core/scheme/scheme-file.ts'
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

type Settings = Pick<CaibaoDatabase, 'settings'>
type Openable = Pick<CaibaoDatabase, 'settings' | 'open'>

/** The file of the installed scheme, as it lies in the database. */
async function installedText({ settings }: Settings): Promise<string | undefined> {
  const row = v.safeParse(rowSchema, await settings.get(settingKey))
  return row.success ? row.output.value.text : undefined
}

/** The scheme of a file, verified again; the one of the app where it is newer, or the file no longer holds. */
async function standingOf(text: string | undefined): Promise<SchemeSource> {
  const builtIn = builtInScheme()
  const update = text === undefined ? undefined : await readSchemeFile(text)
  if (!update?.ok) return builtIn
  const { id, version } = update.value.bundle.manifest
  const isBetter = id === builtIn.manifest.id && isNewerVersion(version, builtIn.manifest.version)
  return isBetter ? sourceOf(update.value) : builtIn
}

const backoffMs = 300

/** Tried twice, since a browser may just be waking up; what failed because the page was put aside is no try. */
async function readTwice(database: Openable): Promise<string | undefined> {
  for (let isTried = false; ;) {
    const departures = departuresSoFar()
    try {
      await database.open()
      return await installedText(database)
    } catch (thrown) {
      await whileAway()
      const wasAway = departuresSoFar() > departures
      if (isTried && !wasAway) throw thrown
      isTried ||= !wasAway
    }
    await new Promise((resolve) => {
      setTimeout(resolve, backoffMs)
    })
  }
}

/** The scheme that this start works with; an error where it cannot be told whether another one is installed. */
export async function chosenScheme(database: Openable): Promise<Result<SchemeSource, StorageError>> {
  try {
    return ok(await standingOf(await readTwice(database)))
  } catch (thrown) {
    const error = storageErrorOf(thrown, 'read')
    // What a newer version keeps is not for this one, which says so itself and saves nothing.
    return error.code === 'STORAGE_NEWER_VERSION' ? ok(builtInScheme()) : { ok: false, error }
  }
}

/** Puts a file in the place of another, if that still is the one; false when something was installed meanwhile. */
const putInPlaceOf = (
  database: Pick<CaibaoDatabase, 'settings' | 'transaction'>,
  before: string | undefined,
  text: string,
): Promise<boolean> =>
  database.transaction('rw', database.settings, async () => {
    if ((await installedText(database)) !== before) return false
    await database.settings.put({ key: settingKey, value: { text } })
    return true
  })

/**
 * Keeps an update for the next start. It is judged by what is installed now: this page, or another, may have installed
 * one since it started.
 */
export async function installScheme(
  database: Pick<CaibaoDatabase, 'settings' | 'transaction'>,
  update: SchemeUpdate,
): Promise<Result<void, StorageError | SchemeFileError>> {
  try {
    for (let isPut = false; !isPut;) {
      const before = await installedText(database)
      const { manifest, signer } = await standingOf(before)
      const isAgain = before === update.text
      const judged = isAgain ? ok(undefined) : judgeUpdate(update, { ...manifest, signer })
      if (!judged.ok) return judged
      isPut = await putInPlaceOf(database, before, update.text)
    }
    noteInstalled(update.bundle.manifest.digest)
    return ok(undefined)
  } catch (thrown) {
    return { ok: false, error: storageErrorOf(thrown, 'write') }
  }
}

/** Goes back to the scheme of the app at the next start. */
export async function uninstallScheme({ settings }: Settings): Promise<Result<void, StorageError>> {
  try {
    await settings.delete(settingKey)
  } catch (thrown) {
    return { ok: false, error: storageErrorOf(thrown, 'write') }
  }
  noteInstalled(undefined)
  return ok(undefined)
}
