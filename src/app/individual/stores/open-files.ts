import type { RouteLocationRaw, Router } from 'vue-router'
import { useToasts } from '#app/shared/ui/useToasts.ts'
import { toChinese } from '#core/errors/messages.zh-CN.ts'
import { exchangeWords } from '../words/exchange.zh-CN.ts'
import { type IncomingFile, useIncomingFilesStore } from './useIncomingFilesStore.ts'

const pages: { readonly [K in IncomingFile['kind']]: RouteLocationRaw } = {
  task: '/tasks',
  returnSlip: '/returned',
  submission: '/opened',
  sealedSubmission: '/opened',
  inclusion: '/opened',
  backup: '/restore',
  scheme: '/about/codes',
}

/** Takes files from any door (button, drop, desktop) to the page for their kind, told by content, not by name. */
export async function openFiles(files: readonly File[], router: Router): Promise<void> {
  const [file, ...others] = files
  if (!file) return
  const { showToast } = useToasts()
  const received = await useIncomingFilesStore().receive(file)
  if (!received.ok) {
    showToast({ message: toChinese(received.error) })
    return
  }
  if (others.length > 0) showToast({ message: exchangeWords.oneAtATime(file.name) })
  await router.push(pages[received.value.kind])
}
