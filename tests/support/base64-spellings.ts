/**
 * How a word reads in base64url of a longer text, by where among three bytes it begins.
 * A letter that also holds a bit of what stands beside the word is left out, and no more than that:
 * four letters are found by chance in any key or sealed text, ten in none.
 */
export function base64Spellings(word: string): readonly string[] {
  const bits = Buffer.byteLength(word) * 8
  return [0, 1, 2].map((before) =>
    Buffer.from('a'.repeat(before) + word)
      .toString('base64url')
      .slice(Math.ceil((before * 8) / 6), Math.floor((before * 8 + bits) / 6)),
  )
}
