import type { Pinia } from 'pinia'
import { untilOfflineReady } from './platform/pwa/offline-ready.ts'
import { useGlyphsStore } from './shared/print/useGlyphsStore.ts'

/** Brings the glyphs of rare characters to this device, once all that working offline needs is here. */
export async function startGlyphs(pinia: Pinia): Promise<void> {
  await untilOfflineReady()
  await useGlyphsStore(pinia).fetchInBackground()
}
