import type { Router } from 'vue-router'
import { useToasts } from '#app/shared/ui/useToasts.ts'
import { visibleText } from '#core/characters/visible-text.ts'
import { openFiles } from './individual/stores/open-files.ts'
import { type FileOpener, useHeldFilesStore } from './individual/stores/useHeldFilesStore.ts'
import { arrivedFilesWords as words } from './individual/words/arrived-files.zh-CN.ts'
import { useWaitingFilesStore } from './management/stores/useWaitingFilesStore.ts'
import { onLaunchedFiles } from './platform/files/launched-files.ts'

const unitPages = /^\/(?:unit|admin)(?:\/|$)/
const isSubmissionOrPack = ({ name }: File): boolean => /\.rp[uz]$/i.test(name)

/** Where a unit works, what is handed in goes to it; everything else, and everywhere else, is the person's. */
async function openWhereItBelongs(files: readonly File[], router: Router): Promise<void> {
  if (files.some(isSubmissionOrPack)) {
    const { isUnitDevice } = await import('./platform/unit/is-unit-device.ts')
    if (await isUnitDevice()) {
      useWaitingFilesStore().add(files)
      await router.push('/unit/receive')
      return
    }
  }
  await openFiles(files, router)
}

/** A dialog is finished first: what is typed there would be gone with the page. */
const afterDialogs = async (files: readonly File[], router: Router, open: FileOpener): Promise<void> => {
  if (files.length > 0) await useHeldFilesStore().openAfterDialogs({ files, router, open })
}

/** Takes files dropped onto a page to theirs: onto one of the person's, they are the person's. */
export async function openDropped(files: readonly File[], router: Router): Promise<void> {
  // An attachment dragged out of a mail or chat program says that it is a file, and brings none.
  if (files.length === 0) useToasts().showToast({ message: words.droppedNothing, stays: true })
  await afterDialogs(files, router, unitPages.test(router.currentRoute.value.path) ? openWhereItBelongs : openFiles)
}

/** Takes files opened from the desktop to their pages. */
export function openLaunched(router: Router): void {
  onLaunchedFiles(({ files, unread }) => {
    if (unread.length > 0) useToasts().showToast({ message: words.notOpened(unread.map(visibleText)), stays: true })
    void afterDialogs(files, router, openWhereItBelongs)
  })
}
