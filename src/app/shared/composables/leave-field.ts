/** Leaves the field the person is in: what stands half-typed there is taken as if they had gone on to the next. */
export function leaveField(): void {
  const { activeElement } = document
  if (activeElement instanceof HTMLInputElement || activeElement instanceof HTMLTextAreaElement) activeElement.blur()
}
