/**
 * Where a browser keeps nothing of a site it may refuse, too, what the pages of the site say to each other: then none
 * hears another. Loaded before Dexie, which opens a channel as it is loaded.
 */
try {
  new BroadcastChannel('').close()
} catch {
  Reflect.set(globalThis, 'BroadcastChannel', function alone() {
    return new MessageChannel().port1
  })
}
