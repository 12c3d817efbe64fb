import { writeInclusion } from '#core/pack/inclusion.ts'
import { readPack } from '#core/pack/read-pack.ts'
import { aPack, inPieces, someSubmissions } from './packs.ts'
import { aSigningKey } from './signing-keys.ts'

/** 上报凭证 of one person among three, as the unit gives it out. */
export async function anInclusion(): Promise<string> {
  const signed = await someSubmissions(3)
  const key = await aSigningKey()
  const pack = await readPack(inPieces(await aPack(signed, { key })))
  if (!pack.ok) throw new Error(pack.error.code)
  return (await writeInclusion(pack.value, signed[0]?.digest ?? '', key)) ?? ''
}
