import type { Writer } from '#server/store/database.ts'
import type { Store } from '#server/store/store.ts'

/** What else is written, to the same rows, at an awkward moment. */
type Work = (writer: Writer) => Promise<unknown>

const heldMs = 200

/** Does something else, to its end, before the nth time that something is written. */
export function beforeWrite(store: Store, nth: number, work: Work): Store {
  let writes = 0
  return {
    ...store,
    async write(next) {
      writes += 1
      if (writes === nth) await store.write(work)
      return store.write(next)
    },
  }
}

/** Does something else that is not yet committed while something is written the nth time. */
export function amidWrite(store: Store, nth: number, work: Work): Store {
  let writes = 0
  return {
    ...store,
    async write(next) {
      writes += 1
      if (writes !== nth) return store.write(next)
      const under = Promise.withResolvers<void>()
      const other = store.write(async (writer) => {
        await work(writer)
        under.resolve()
        await new Promise((done) => setTimeout(done, heldMs))
      })
      await under.promise
      const [result] = await Promise.all([store.write(next), other])
      return result
    },
  }
}
