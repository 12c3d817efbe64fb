interface LaunchParams {
  readonly files?: readonly FileSystemFileHandle[]
}

declare global {
  interface Window {
    /** Files the system opened with the installed app (Chromium). */
    readonly launchQueue?: { setConsumer(consumer: (params: LaunchParams) => void): void }
  }
}

/** Files opened from the desktop, and the names of those that cannot be read. */
export interface LaunchedFiles {
  readonly files: readonly File[]
  readonly unread: readonly string[]
}

async function readAll(handles: readonly FileSystemFileHandle[]): Promise<LaunchedFiles> {
  const read = await Promise.all(handles.map(async (handle) => handle.getFile().catch(() => handle.name)))
  return {
    files: read.filter((file) => typeof file !== 'string'),
    unread: read.filter((file) => typeof file === 'string'),
  }
}

/** Hears of files opened from the desktop with the installed app; those that started it wait until then. */
export function onLaunchedFiles(listener: (launched: LaunchedFiles) => void): void {
  window.launchQueue?.setConsumer(({ files = [] }) => {
    if (files.length > 0) void readAll(files).then(listener)
  })
}
