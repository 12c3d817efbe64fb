import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { areGlyphsWanted, noteGlyphsWanted } from '#app/platform/settings/glyphs-wanted.ts'
import { type GlyphsKept, glyphsKept, keepAllGlyphs } from '#app/platform/print/font-source.ts'
import { showRareCharacters } from '#app/platform/print/rare-on-screen.ts'
import { hasNetwork } from '#app/platform/sync-client/has-network.ts'
import { untilQuiet } from '#app/shared/composables/until-quiet.ts'
import type { AppError } from '#core/errors/error-code.ts'

/** The person told the browser to save data, or pays for each byte (Chromium). */
function isDataSpared(): boolean {
  const connection: unknown = Reflect.get(navigator, 'connection')
  if (typeof connection !== 'object' || connection === null) return false
  return Reflect.get(connection, 'saveData') === true || Reflect.get(connection, 'type') === 'cellular'
}

/** Glyphs on this device: what prints without a network. */
export const useGlyphsStore = defineStore('glyphs', () => {
  const kept = shallowRef<GlyphsKept>()
  const isRunning = ref(false)
  const error = shallowRef<AppError>()
  const percent = computed(() => (kept.value ? Math.floor((kept.value.keptBytes / kept.value.allBytes) * 100) : 0))
  const isWhole = computed(() => kept.value !== undefined && kept.value.keptBytes === kept.value.allBytes)
  const missingMegabytes = computed(() =>
    kept.value ? ((kept.value.allBytes - kept.value.keptBytes) / 1_048_576).toFixed(1) : '',
  )

  async function look(): Promise<void> {
    kept.value = await glyphsKept().catch(() => undefined)
  }

  let stopping = new AbortController()

  async function fetchAll(until: () => Promise<void>): Promise<boolean> {
    if (isRunning.value) return true
    isRunning.value = true
    error.value = undefined
    stopping = new AbortController()
    try {
      await keepAllGlyphs({
        onProgress: (now) => (kept.value = now),
        signal: stopping.signal,
        untilQuiet: until,
      })
      return true
    } catch {
      return false
    } finally {
      isRunning.value = false
      void showRareCharacters()
    }
  }

  /** Because the person asked. */
  async function fetchAsked(): Promise<void> {
    noteGlyphsWanted(true)
    if (!(await fetchAll(() => Promise.resolve()))) error.value = { code: 'GLYPHS_UNAVAILABLE', params: {} }
  }

  /** Goes on while other pages are open; not on a connection that is to be spared, nor against the person's word. */
  async function fetchInBackground(): Promise<void> {
    await look()
    void showRareCharacters()
    if (!kept.value || isWhole.value || !areGlyphsWanted() || !hasNetwork() || isDataSpared()) return
    await fetchAll(untilQuiet)
  }

  function stop(): void {
    noteGlyphsWanted(false)
    stopping.abort()
  }

  return { kept, isRunning, error, percent, isWhole, missingMegabytes, look, fetchAsked, fetchInBackground, stop }
})
