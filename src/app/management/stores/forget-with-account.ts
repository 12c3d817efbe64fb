import { watch } from 'vue'
import { useStaffStore } from './useStaffStore.ts'

/** What was read for an account goes as soon as it is another's page, or nobody's: no page mixes what two accounts see. */
export function forgetWithAccount(forget: () => void): void {
  const staff = useStaffStore()
  watch(() => staff.session?.account.id, forget, { flush: 'sync' })
}
