/** The beginning of a text, at most so many UTF-16 units, as schemas count them; halves of characters are left out. */
export const cutText = (text: string, longest: number): string => text.slice(0, longest).replace(/\p{Surrogate}/gu, '')
