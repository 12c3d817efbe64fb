import { type ShallowRef, shallowRef } from 'vue'
import type { Platform } from '#app/shared/platform.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { type DraftDesk, openDraftDesk } from './draft-desk.ts'

interface DeskListeners {
  readonly onOpen: () => void
  readonly onClose: () => void
}

/** The draft that is open in this page, or why it is not. */
interface OneDesk {
  readonly desk: Readonly<ShallowRef<DraftDesk | undefined>>
  readonly loadError: Readonly<ShallowRef<AppError | undefined>>
  readonly open: (id: string) => Promise<void>
  readonly close: () => Promise<void>
}

/** Opens one draft after the other: what the person left before it was loaded does not stay open behind the page. */
export function oneDeskAtATime(platform: Platform, { onOpen, onClose }: DeskListeners): OneDesk {
  const desk = shallowRef<DraftDesk>()
  const loadError = shallowRef<AppError>()
  let turn = 0

  async function leave(): Promise<void> {
    const closing = desk.value
    desk.value = undefined
    onClose()
    await closing?.close()
  }

  async function close(): Promise<void> {
    turn += 1
    await leave()
  }

  /** In another tab it was put behind a passphrase: here, too, it is seen no more without it. */
  async function leaveLocked(opened: number): Promise<void> {
    if (opened !== turn) return
    const mine = ++turn
    await leave()
    if (mine === turn) loadError.value = { code: 'DRAFT_LOCKED', params: {} }
  }

  async function open(id: string): Promise<void> {
    if (desk.value?.draft.value.id === id) return
    const mine = ++turn
    const isOvertaken = (): boolean => mine !== turn
    await leave()
    if (isOvertaken()) return
    loadError.value = undefined
    const opened = await openDraftDesk(id, platform, () => void leaveLocked(mine))
    if (!opened.ok) {
      if (!isOvertaken()) loadError.value = opened.error
      return
    }
    if (isOvertaken()) {
      await opened.value.close()
      return
    }
    desk.value = opened.value
    onOpen()
  }

  return { desk, loadError, open, close }
}
