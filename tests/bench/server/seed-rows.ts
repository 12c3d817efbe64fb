import { createHash } from 'node:crypto'
import { openStore } from '#server/store/open-store.ts'
import { storeArrivals } from '#server/store/store-arrivals.ts'
import type { Place } from './places.ts'

const inGroup = 2048
const file = new Uint8Array(600).fill(120)

/** Stores so many synthetic submissions the way the server does, without their signatures: only their number counts. */
export async function seedRows({ settings, task }: Place, count: number): Promise<void> {
  const store = await openStore(settings)
  const hex = (text: string): string => createHash('sha256').update(text).digest('hex')
  for (let from = 0; from < count; from += inGroup) {
    const arrivals = Array.from({ length: Math.min(inGroup, count - from) }, (_, index) => {
      const digest = hex(`digest ${from + index}`)
      const checked = { digest, device: digest.slice(0, 43), recordId: digest.slice(0, 36), revision: 1 }
      const rest = { previous: null, isSealed: false, issues: { error: 0, warning: 0, info: 0 } }
      return { checked: { ...checked, ...rest }, file, orgId: task.orgId, taskId: task.taskId, at: from }
    })
    await store.write((writer) => storeArrivals(writer, arrivals))
  }
  await store.close()
}
