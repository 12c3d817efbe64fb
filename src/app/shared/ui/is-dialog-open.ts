/** Whether a dialog stands over the page. */
export const isDialogOpen = (): boolean => document.querySelector('dialog[open]') !== null
