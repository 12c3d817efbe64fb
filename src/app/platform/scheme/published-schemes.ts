import * as v from 'valibot'
import type { CaibaoDatabase } from '#app/platform/storage/caibao-database.ts'
import { sendOverWire } from '#app/platform/sync-client/send-over-wire.ts'
import { readSchemeFile } from '#core/scheme/scheme-file.ts'
import { isNewerVersion } from '#core/scheme/scheme-version.ts'
import { apiBase } from '#core/sync/endpoint.ts'
import { getScheme, listSchemes, type SchemeRelease } from '#core/sync/scheme-releases.ts'
import { readWireAnswer } from '#core/sync/wire-answer.ts'
import type { SchemeSource } from './scheme-source.ts'

const settingKey = 'published scheme'
const keptSchema = v.object({
  version: v.string(),
  digest: v.string(),
  /** The file, byte for byte: it is judged and installed as one that was opened by hand. */
  text: v.string(),
  isDismissed: v.boolean(),
})

/** A version the server published that is newer than the one in use. */
export type PublishedScheme = v.InferOutput<typeof keptSchema>

/** Schemes the server published. Nothing is installed from here: the file waits until the person looks at it. */
export interface PublishedSchemes {
  /** Asks the server, and keeps the file of a newer version for a time without a network. Without news, what is kept. */
  readonly check: () => Promise<PublishedScheme | undefined>
  readonly kept: () => Promise<PublishedScheme | undefined>
  /** The person does not want to be told of it again. */
  readonly dismiss: () => Promise<void>
}

type InUse = Pick<SchemeSource, 'manifest'>

const isWanted = ({ manifest }: InUse, { id, version }: Pick<SchemeRelease, 'id' | 'version'>): boolean =>
  id === manifest.id && isNewerVersion(version, manifest.version)

/** The file of a version; nothing when it is not the one that was announced. */
async function fetchFile({ version, digest }: SchemeRelease, known?: PublishedScheme): Promise<string | undefined> {
  const answer = await sendOverWire({
    method: 'GET',
    path: `${apiBase}${getScheme.path.replace(':version', encodeURIComponent(version))}`,
    ...(known && { headers: { 'If-None-Match': `"${known.digest}"` } }),
  })
  if (answer.kind !== 'answer') return undefined
  const isUnchanged = answer.status === 304
  if (isUnchanged) return known?.text
  const file = answer.status === 200 ? await readSchemeFile(answer.text) : undefined
  return file?.ok && file.value.bundle.manifest.digest === digest ? answer.text : undefined
}

/** What the server of this app published, beside the scheme in use. */
export function publishedSchemes({ settings }: Pick<CaibaoDatabase, 'settings'>, inUse: InUse): PublishedSchemes {
  async function kept(): Promise<PublishedScheme | undefined> {
    // A database that does not answer has told so where it matters; this is only news.
    const found = await settings.get(settingKey).catch(() => undefined)
    const row = v.safeParse(keptSchema, found?.value)
    return row.success && isNewerVersion(row.output.version, inUse.manifest.version) ? row.output : undefined
  }

  /** False where the device takes nothing: the next time the server is asked anew. */
  const keep = async (value: PublishedScheme): Promise<boolean> => {
    try {
      await settings.put({ key: settingKey, value })
      return true
    } catch {
      return false
    }
  }

  async function check(): Promise<PublishedScheme | undefined> {
    const known = await kept()
    const answer = await sendOverWire({ method: 'GET', path: `${apiBase}${listSchemes.path}` })
    const listed = readWireAnswer(answer, listSchemes.answer)
    const newest = listed.ok ? listed.value.items.find((release) => isWanted(inUse, release)) : undefined
    if (!newest) return known
    const isSame = known?.version === newest.version && known.digest === newest.digest
    const text = await fetchFile(newest, isSame ? known : undefined)
    if (text === undefined) return known
    const { version, digest } = newest
    const value = { version, digest, text, isDismissed: isSame && known.isDismissed }
    return isSame || (await keep(value)) ? value : known
  }

  return {
    check,
    kept,
    async dismiss() {
      const known = await kept()
      if (known) await keep({ ...known, isDismissed: true })
    },
  }
}
