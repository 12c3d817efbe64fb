import { defineStore } from 'pinia'
import { ref } from 'vue'

/** A short notice that leaves by itself; the action can still be taken while it stands. */
export interface Toast {
  readonly message: string
  readonly action?: { readonly label: string; readonly run: () => void }
  /** Nothing else leads to the action: it stands until it is taken or closed. */
  readonly stays?: boolean
}

interface ShownToast extends Toast {
  readonly id: number
}

const noticeMs = 6000
const actionMs = 12_000
const mostAtOnce = 3

/** Notices that stand on the screen now. */
export const useToasts = defineStore('toasts', () => {
  const toasts = ref<readonly ShownToast[]>([])
  let lastId = 0

  function dismiss(id: number): void {
    toasts.value = toasts.value.filter((toast) => toast.id !== id)
  }

  /** Its id, for whoever takes it back. */
  function showToast(toast: Toast): number {
    const id = ++lastId
    // What stays makes no room for others.
    const oldest = toasts.value.filter((shown) => !shown.stays).at(-mostAtOnce)
    if (oldest) dismiss(oldest.id)
    toasts.value = [...toasts.value, { ...toast, id }]
    if (!toast.stays) setTimeout(() => dismiss(id), toast.action ? actionMs : noticeMs)
    return id
  }

  function dismissAll(): void {
    toasts.value = []
  }

  return { toasts, showToast, dismiss, dismissAll }
})
