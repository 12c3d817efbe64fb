/** What stands in a cell of a list, without spaces. */
export const tidiedCell = (value: string | undefined): string => (value ?? '').normalize('NFC').replace(/\s/gu, '')
