import { placePeople, removePerson } from '#server/store/people.ts'
import type { Store } from '#server/store/store.ts'

/** Some people of one organisation who move on one by one. */
interface Moving {
  /** The next of them comes to another state than the one before, so that person and counts are written. */
  readonly next: () => Promise<void>
  /** The organisation is as it was. */
  readonly leave: () => Promise<void>
}

/** Puts them there first: nobody moves who only comes. */
export async function peopleMoving(store: Store, orgId: string, recordIds: readonly string[]): Promise<Moving> {
  const place = (recordId: string, revision: number) =>
    ({ orgId, recordId, digest: 'x', revision, state: revision % 2 === 1 ? 'received' : 'returned' }) as const
  const begun = recordIds.map((recordId) => place(recordId, 1))
  await store.write((writer) => placePeople(writer, begun))
  let moved = 0
  return {
    next: () => {
      const recordId = recordIds[moved % recordIds.length] ?? ''
      // Whatever is no newer than what stands changes nothing.
      const next = place(recordId, 2 + Math.floor(moved / recordIds.length))
      moved += 1
      return store.write((writer) => placePeople(writer, [next]))
    },
    leave: () =>
      store.write(async (writer) => {
        for (const recordId of recordIds) await removePerson(writer, orgId, recordId)
      }),
  }
}
