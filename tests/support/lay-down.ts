/** A store as a dump has it. */
interface StoreDump {
  readonly keyPath: string | readonly string[]
  readonly indexes: readonly string[]
  readonly autoIncrement?: boolean
  readonly rows: readonly object[]
}

/** Lays the dump of a database down as the browser of its day had it. */
export function layDown(name: string, version: number, stores: Readonly<Record<string, StoreDump>>): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, version * 10)
    request.addEventListener('error', () => reject(request.error ?? new Error('not laid down')))
    request.addEventListener('upgradeneeded', () => {
      for (const [store, { keyPath, indexes, autoIncrement = false, rows }] of Object.entries(stores)) {
        const path = typeof keyPath === 'string' ? keyPath : [...keyPath]
        const made = request.result.createObjectStore(store, { keyPath: path, autoIncrement })
        for (const index of indexes) made.createIndex(index, index)
        for (const row of rows) made.add(row)
      }
    })
    request.addEventListener('success', () => {
      request.result.close()
      resolve()
    })
  })
}
