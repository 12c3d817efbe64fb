import { onScopeDispose } from 'vue'

/** Hears each key as long as the page stands, also while nothing has the focus: a key then passes no part of the page. */
export function useDocumentKeys(press: (event: KeyboardEvent) => void): void {
  document.addEventListener('keydown', press)
  onScopeDispose(() => document.removeEventListener('keydown', press))
}
