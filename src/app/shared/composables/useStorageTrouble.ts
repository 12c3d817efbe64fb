import { onScopeDispose, type Ref, shallowReadonly, shallowRef } from 'vue'
import type { StorageTrouble } from '#app/platform/storage/storage-health.ts'
import { usePlatform } from '../platform.ts'

/** What stands between this page and lasting storage, if anything does. */
export function useStorageTrouble(): Readonly<Ref<StorageTrouble | undefined>> {
  const { storageHealth } = usePlatform()
  const trouble = shallowRef(storageHealth.trouble())
  onScopeDispose(
    storageHealth.watch((next) => {
      trouble.value = next
    }),
  )
  return shallowReadonly(trouble)
}
