import * as v from 'valibot'
import { penOf } from '#app/platform/storage/draft-writer.ts'
import { inOneTab } from '#app/platform/storage/one-tab.ts'

const channelName = 'caibao-locking'
const askAgainMs = 100
const patienceMs = 5000

const askedSchema = v.strictObject({ asked: v.string() })
const answerSchema = v.strictObject({ answered: v.string(), page: v.string(), isSaved: v.boolean() })

const nameOf = (id: string): string => `caibao locking ${id}`

const wait = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms)
  })

/** How many pages hold or await it; none are seen where there are no locks, or the browser refuses to tell. */
async function claimsOf(wanted: string): Promise<number> {
  try {
    const { held = [], pending = [] } = await navigator.locks.query()
    return [...held, ...pending].filter(({ name }) => name === wanted).length
  } catch {
    return 0
  }
}

/** Asks every page that has the draft open to save it and stand still; false where one has not saved it, or is silent. */
async function doAllStandStill(id: string): Promise<boolean> {
  const answers = new Map<string, boolean>()
  const channel = new BroadcastChannel(channelName)
  channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    const answer = v.safeParse(answerSchema, data)
    if (answer.success && answer.output.answered === id) answers.set(answer.output.page, answer.output.isSaved)
  })
  try {
    for (const deadline = performance.now() + patienceMs; performance.now() < deadline; await wait(askAgainMs)) {
      // One page writes, the others that have it open wait for its pen. Where nobody can tell who has it open, what is
      // saved meanwhile is seen at the end.
      const pages = await claimsOf(penOf(id))
      if ([...answers.values()].includes(false)) return false
      if (answers.size >= pages) return true
      // Asked again: a page that was just opened hears it only by and by.
      channel.postMessage({ asked: id })
    }
    return false
  } finally {
    channel.close()
  }
}

/** Runs the work while every page that has the draft open stands still, all of it saved; `refused` where one does not. */
export const whileAllStandStill = <T>(
  id: string,
  { work, refused }: { readonly work: () => Promise<T>; readonly refused: () => T },
): Promise<T> => inOneTab(nameOf(id), async () => ((await doAllStandStill(id)) ? work() : refused()))

/** Whether a page is about to lock the draft. */
export const isBeingLocked = async (id: string): Promise<boolean> => (await claimsOf(nameOf(id))) > 0

/** Resolves when no page is about to lock the draft any more, also where that page was closed amid it. */
export const untilLocked = (id: string): Promise<void> => inOneTab(nameOf(id), () => Promise.resolve())

/**
 * Answers those who are about to lock a draft. `stand` saves it and lets nothing be typed until that is over, and says
 * whether it was saved; nothing where the page does not have it open.
 */
export function standStillWhenAsked(stand: (id: string) => Promise<boolean> | undefined): void {
  const page = crypto.randomUUID()
  const standing = new Map<string, Promise<boolean>>()
  const channel = new BroadcastChannel(channelName)

  function standFor(id: string): Promise<boolean> | undefined {
    const saving = standing.get(id) ?? stand(id)
    if (!saving || standing.has(id)) return saving
    standing.set(id, saving)
    void untilLocked(id).finally(() => standing.delete(id))
    return saving
  }

  channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    const asked = v.safeParse(askedSchema, data)
    if (!asked.success) return
    const id = asked.output.asked
    void standFor(id)?.then((isSaved) => channel.postMessage({ answered: id, page, isSaved }))
  })
}
