interface LaunchParams {
  readonly files?: readonly FileSystemFileHandle[]
}

declare global {
  interface Window {
    /** Files the system opened with the installed app (Chromium). */
    readonly launchQueue?: { setConsumer(consumer: (params: LaunchParams) => void): void }
  }
}

/** Hears of files opened from the desktop with the installed app; those that started it wait until then. */
export function onLaunchedFiles(listener: (files: readonly File[]) => void): void {
  window.launchQueue?.setConsumer(({ files = [] }) => {
    if (files.length === 0) return
    void Promise.all(files.map((handle) => handle.getFile().catch(() => undefined))).then((opened) =>
      listener(opened.filter((file) => file !== undefined)),
    )
  })
}
