/**
 * Runs in the page. No test can click the system's folder picker: the browser's own private folder takes its place, a
 * real folder of the same kind of handle. What the person granted is kept beside it, as the browser keeps it for the
 * session.
 */
export function offerFolder(): void {
  Object.defineProperty(window, 'showDirectoryPicker', { value: () => navigator.storage.getDirectory() })
  const asked = (): PermissionState => (sessionStorage.getItem('allowed') === 'yes' ? 'granted' : 'prompt')
  Object.assign(FileSystemHandle.prototype, {
    queryPermission: async () => asked(),
    requestPermission: async () => {
      sessionStorage.setItem('allowed', 'yes')
      return 'granted'
    },
  })
}
