/** Whether everything the app needs without a network is on this device; waits until it is, for ever where it never can be. */
export async function untilOfflineReady(): Promise<void> {
  try {
    await navigator.serviceWorker.ready
  } catch {
    // Missing, or refused with all that the browser keeps of a site.
    await new Promise(() => undefined)
  }
}
