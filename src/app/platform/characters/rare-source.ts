import { fetchPart } from '#app/platform/parts/parts.ts'
import { parseRareCharacters, type RareCharacter } from '#core/characters/rare-characters.ts'
import { onceUntilItFails } from '#core/errors/once-until-it-fails.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import type { AppError } from '#core/errors/error-code.ts'

const address = '/characters/rare.pack'
const rareCharacters = onceUntilItFails(async (): Promise<readonly RareCharacter[]> => {
  const response = await fetchPart(address)
  if (!response.ok || !response.body) throw new TypeError(`${address}: ${response.status}`)
  const text = await new Response(response.body.pipeThrough(new DecompressionStream('gzip'))).text()
  return parseRareCharacters(text)
})

/** Every rare character; offline from what was kept with the app. */
export async function loadRareCharacters(): Promise<
  Result<readonly RareCharacter[], AppError<'CHARACTERS_UNAVAILABLE'>>
> {
  try {
    return ok(await rareCharacters())
  } catch {
    return fail('CHARACTERS_UNAVAILABLE', {})
  }
}
