import * as v from 'valibot'

/** Shape of the trace of somebody whose way into the store was taken away. */
export const userRemovalSchema = v.object({ id: v.string(), at: v.number(), by: v.string(), user: v.string() })

/** Who took whose way into the store away, and when. */
export type UserRemoval = v.InferOutput<typeof userRemovalSchema>
