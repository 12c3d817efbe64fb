const halfSaid = new Set<() => unknown>()

/** Takes it before what stands is laid aside as the page goes: what listens for that is not heard in a sure order. */
export function takeHalfSaid(): void {
  for (const take of halfSaid) take()
}

/** Has what somebody is saying beside the fields taken as said when they leave; ends by what it gives back. */
export function whenLeft(take: () => unknown): () => void {
  halfSaid.add(take)
  return () => halfSaid.delete(take)
}

/** Leaves the field the person is in: what stands half-typed there is taken as if they had gone on to the next. */
export function leaveField(): void {
  takeHalfSaid()
  const { activeElement } = document
  if (activeElement instanceof HTMLInputElement || activeElement instanceof HTMLTextAreaElement) activeElement.blur()
}
