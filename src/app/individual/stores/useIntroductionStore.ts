import { defineStore } from 'pinia'
import { ref } from 'vue'
import { useRouter } from 'vue-router'
import { isIntroductionSeen, noteIntroduction } from '#app/platform/settings/introduction.ts'

/** The introduction on the home page: shown until somebody says that they know. */
export const useIntroductionStore = defineStore('introduction', () => {
  const router = useRouter()
  const isShown = ref(!isIntroductionSeen())

  function dismiss(): void {
    isShown.value = false
    noteIntroduction(true)
  }

  async function reopen(): Promise<void> {
    noteIntroduction(false)
    isShown.value = true
    await router.push({ name: 'home' })
  }

  return { isShown, dismiss, reopen }
})
