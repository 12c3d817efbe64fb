import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { type GlyphsKept, glyphsKept, keepAllGlyphs } from '#app/platform/print/font-source.ts'
import type { AppError } from '#core/errors/error-code.ts'

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

  async function fetchAll(): Promise<void> {
    if (isRunning.value) return
    isRunning.value = true
    error.value = undefined
    try {
      await keepAllGlyphs((now) => {
        kept.value = now
      })
    } catch {
      error.value = { code: 'GLYPHS_UNAVAILABLE', params: {} }
    } finally {
      isRunning.value = false
    }
  }

  return { kept, isRunning, error, percent, isWhole, missingMegabytes, look, fetchAll }
})
