import type { RouteLocationRaw, Router } from 'vue-router'
import { useToasts } from '#app/shared/ui/useToasts.ts'
import { visibleText } from '#core/characters/visible-text.ts'
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
  rescue: '/',
}

/** The page shows one: the next waits in a notice that stays until the person opens it or lets it go. */
function tellOfOthers(file: File, others: readonly File[], router: Router): void {
  const [next] = others
  if (!next) return
  useToasts().showToast({
    message: exchangeWords.oneAtATime(visibleText(file.name)),
    action: { label: exchangeWords.openNext(visibleText(next.name)), run: () => void openFiles(others, router) },
    stays: true,
  })
}

/** Takes files from any door (button, drop, desktop) to the page for their kind, told by content, not by name. */
export async function openFiles(files: readonly File[], router: Router): Promise<void> {
  const [file, ...others] = files
  if (!file) return
  const { showToast } = useToasts()
  const received = await useIncomingFilesStore().receive(file)
  if (!received.ok) {
    showToast({ message: toChinese(received.error) })
    return openFiles(others, router)
  }
  tellOfOthers(file, others, router)
  await router.push(pages[received.value.kind])
}
