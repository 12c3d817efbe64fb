import type { Router } from 'vue-router'
import { openFiles } from './individual/stores/open-files.ts'
import { useWaitingFilesStore } from './management/stores/useWaitingFilesStore.ts'
import { onLaunchedFiles } from './platform/files/launched-files.ts'

const isSubmissionOrPack = ({ name }: File): boolean => /\.rp[uz]$/i.test(name)

/** Where a unit works, what is handed in goes to it; everything else, and everywhere else, is the person's. */
async function openWhereItBelongs(files: readonly File[], router: Router): Promise<void> {
  if (files.some(isSubmissionOrPack)) {
    const { isUnitDevice } = await import('./platform/unit/is-unit-device.ts')
    if (await isUnitDevice()) {
      useWaitingFilesStore().files = files
      await router.push({ name: 'receive' })
      return
    }
  }
  await openFiles(files, router)
}

/** Takes files opened from the desktop to their pages. */
export function openLaunched(router: Router): void {
  onLaunchedFiles((files) => void openWhereItBelongs(files, router))
}
