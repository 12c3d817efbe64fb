import { forgetOpened } from './forget-opened.ts'
import { useDraftListStore } from './useDraftListStore.ts'
import { useHandBackStore } from './useHandBackStore.ts'
import { useOutboxStore } from './useOutboxStore.ts'
import { usePrintStore } from './usePrintStore.ts'
import { useSubmissionListStore } from './useSubmissionListStore.ts'
import { useTaskStore } from './useTaskStore.ts'

/** Reads everything again that lists records or what belongs to them. */
export async function readListsAgain(): Promise<void> {
  const handBack = useHandBackStore()
  await Promise.all([
    useDraftListStore().refresh(),
    useSubmissionListStore().refresh(),
    useOutboxStore().refresh(),
    useTaskStore().refresh(),
    handBack.items && handBack.load(),
  ])
}

/** Forgets what this page shows or holds of a record that was just put behind a passphrase, here or in another tab. */
export async function forgetLocked(id: string): Promise<void> {
  forgetOpened()
  const paper = usePrintStore()
  if (paper.draft?.id === id) paper.reset()
  await readListsAgain()
}
