import { useToasts } from './useToasts.ts'

/** Takes back what is offered for a moment; a notice that stays is the only way to its action. */
export function dismissOffers(): void {
  const { toasts, dismiss } = useToasts()
  for (const { id, action, stays } of toasts) if (action && !stays) dismiss(id)
}
