const halfSaid = new Set<() => unknown>()

function takeHalfSaid(): void {
  for (const take of halfSaid) take()
}

/** Has what somebody is saying beside the fields taken as said when they leave; ends by what it gives back. */
export function whenLeft(take: () => unknown): () => void {
  // Before what lays the draft aside as it stands then; said again it changes nothing.
  addEventListener('pagehide', takeHalfSaid, { capture: true })
  halfSaid.add(take)
  return () => halfSaid.delete(take)
}

/** Leaves the field the person is in: what stands half-typed there is taken as if they had gone on to the next. */
export function leaveField(): void {
  takeHalfSaid()
  const { activeElement } = document
  if (activeElement instanceof HTMLInputElement || activeElement instanceof HTMLTextAreaElement) activeElement.blur()
}
