import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { usePlatform } from '#app/shared/platform.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { getTotals, type Totals } from '#core/sync/totals.ts'
import { forgetWithAccount } from './forget-with-account.ts'

/** How many people stand where, now, from the server. */
export const useLiveTotalsStore = defineStore('live-totals', () => {
  const { staffServer } = usePlatform()
  const totals = shallowRef<Totals>()
  const error = shallowRef<AppError>()
  forgetWithAccount(() => {
    totals.value = undefined
  })

  /** Asks anew; what was shown stays until the answer comes. */
  async function load(orgId: string): Promise<void> {
    const found = await (await staffServer()).ask(getTotals, { query: { orgId } })
    error.value = found.ok ? undefined : found.error
    if (found.ok) totals.value = found.value
  }

  return { totals, error, load }
})
