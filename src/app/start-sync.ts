import type { Pinia } from 'pinia'
import { useSyncStore } from './individual/stores/useSyncStore.ts'

/** Begins to look after submissions on their way; fetched long after the first field. */
export const startSync = (pinia: Pinia): Promise<void> => useSyncStore(pinia).start()
