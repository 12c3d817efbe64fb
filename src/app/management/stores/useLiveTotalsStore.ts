import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { answersInOrder } from '#app/shared/answers-in-order.ts'
import { usePlatform } from '#app/shared/platform.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { getTotals, type Totals } from '#core/sync/totals.ts'
import { whyByHand } from './by-hand.ts'
import { forgetWithAccount } from './forget-with-account.ts'

/** How many people stand where, now, from the server. */
export const useLiveTotalsStore = defineStore('live-totals', () => {
  const { staffServer } = usePlatform()
  const totals = shallowRef<Totals>()
  const error = shallowRef<AppError>()
  /** The organisation asked for last: answers about any other come too late. */
  let wanted = ''
  const askInOrder = answersInOrder()
  function turnTo(orgId: string): void {
    wanted = orgId
    totals.value = undefined
    error.value = undefined
  }
  forgetWithAccount(() => turnTo(''))

  /** Asks anew; what was shown of the same organisation stays until the answer comes. */
  async function load(orgId: string): Promise<void> {
    if (orgId !== wanted) turnTo(orgId)
    const isInOrder = askInOrder()
    const found = await (await staffServer()).ask(getTotals, { query: { orgId } })
    if (orgId !== wanted || !isInOrder()) return
    error.value = found.ok ? undefined : whyByHand(found.error, 'renewal')
    if (found.ok) totals.value = found.value
  }

  return { totals, error, load }
})
