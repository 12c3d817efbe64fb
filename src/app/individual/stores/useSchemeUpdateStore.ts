import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import { usePlatform } from '#app/shared/platform.ts'
import { useSchemeNewsStore } from '#app/shared/scheme/useSchemeNewsStore.ts'
import type { TableData } from '#core/codes/table-data.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { compareSchemes, type SchemeChanges } from '#core/scheme/compare-schemes.ts'
import { judgeUpdate, readSchemeFile, type SchemeUpdate } from '#core/scheme/scheme-file.ts'
import { useIncomingFilesStore } from './useIncomingFilesStore.ts'

/** The tables in use, and an update on its way to be installed. */
export const useSchemeUpdateStore = defineStore('scheme-update', () => {
  const { scheme: source, schemeUpdates } = usePlatform()
  const incoming = useIncomingFilesStore()
  const news = useSchemeNewsStore()
  const tables = shallowRef<readonly TableData[]>()
  const offered = shallowRef<SchemeUpdate>()
  const changes = shallowRef<SchemeChanges>()
  const error = shallowRef<AppError>()
  const isChanged = ref<'installed' | 'undone'>()
  /** In this visit of the page: what is told of that file is not to be replaced by what nobody asked for. */
  let isOpenedByHand = false
  let latestOffer = 0

  /** The page is looked at anew: what was opened in an earlier visit was told of then. */
  function beginVisit(): void {
    isOpenedByHand = false
    error.value = undefined
  }

  async function loadTables(): Promise<void> {
    if (tables.value) return
    const loaded = await Promise.all(source.tableIds.map((id) => source.loadTable(id)))
    const failed = loaded.find((table) => !table.ok)
    if (failed && !failed.ok) error.value = failed.error
    // Without one of them the list is not whole: it is asked for again, and nothing is compared with it.
    else tables.value = loaded.flatMap((table) => (table.ok ? [table.value] : []))
  }

  /** Looks at the update that was opened, if one was. */
  async function look(): Promise<void> {
    const file = incoming.take('scheme')
    if (!file) return
    isOpenedByHand = true
    await offer(file.text)
  }

  /** Looks at what the server published, if it is newer; what was opened by hand goes first. */
  async function lookAtPublished(): Promise<void> {
    const isTaken = (): boolean => isOpenedByHand || incoming.held?.kind === 'scheme' || offered.value !== undefined
    const published = isTaken() ? undefined : await (await schemeUpdates()).published.kept()
    if (published && !isTaken()) await offer(published.text)
  }

  async function offer(text: string): Promise<void> {
    const turn = ++latestOffer
    // One that was opened meanwhile goes before this one.
    const isOvertaken = (): boolean => turn !== latestOffer
    offered.value = undefined
    error.value = undefined
    const update = await readSchemeFile(text)
    if (isOvertaken()) return
    const { id, version } = source.manifest
    const judged = update.ok ? judgeUpdate(update.value, { id, version, signer: source.signer }) : update
    if (!update.ok || !judged.ok) {
      if (!judged.ok) error.value = judged.error
      return
    }
    const [manifest] = await Promise.all([source.loadManifest(), loadTables()])
    if (isOvertaken()) return
    if (!manifest.ok) {
      error.value = manifest.error
      return
    }
    if (!tables.value) return
    const standing = Object.fromEntries(tables.value.map((table) => [table.id, table]))
    const used = new Set(source.tableIds)
    const next = Object.fromEntries(Object.entries(update.value.bundle.tables).filter(([table]) => used.has(table)))
    changes.value = compareSchemes(
      { manifest: update.value.bundle.manifest, tables: next },
      { manifest: manifest.value, tables: standing },
    )
    offered.value = update.value
  }

  async function install(): Promise<void> {
    if (!offered.value) return
    error.value = undefined
    const installed = await (await schemeUpdates()).install(offered.value)
    if (!installed.ok) {
      error.value = installed.error
      return
    }
    offered.value = undefined
    news.version = undefined
    isChanged.value = 'installed'
  }

  async function uninstall(): Promise<void> {
    error.value = undefined
    const uninstalled = await (await schemeUpdates()).uninstall()
    if (!uninstalled.ok) {
      error.value = uninstalled.error
      return
    }
    isChanged.value = 'undone'
  }

  async function dismiss(): Promise<void> {
    const { version } = offered.value?.bundle.manifest ?? {}
    offered.value = undefined
    if (news.version === version) await news.dismiss()
  }

  return {
    source,
    tables,
    offered,
    changes,
    error,
    isChanged,
    beginVisit,
    loadTables,
    look,
    lookAtPublished,
    install,
    uninstall,
    dismiss,
  }
})
