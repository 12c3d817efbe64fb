import type { Router } from 'vue-router'
import { openFiles } from './individual/stores/open-files.ts'
import { onLaunchedFiles } from './platform/files/launched-files.ts'

/** Takes files opened from the desktop to their pages. */
export function openLaunched(router: Router): void {
  onLaunchedFiles((files) => void openFiles(files, router))
}
