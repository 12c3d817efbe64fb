/** Whether everything the app needs without a network is on this device; waits until it is, for ever where it never can be. */
export async function untilOfflineReady(): Promise<void> {
  if ('serviceWorker' in navigator) await navigator.serviceWorker.ready
  else await new Promise(() => undefined)
}
