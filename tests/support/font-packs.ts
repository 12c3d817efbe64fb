import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { type FontPack, readPack } from '#core/print/font-pack.ts'
import { notoPacks } from '#server/fonts/font-packs.ts'

const notoFile = 'node_modules/@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf'
const hanaPacks = 8

/** All packs, as a browser would have them after fetching. */
export function allFontPacks(): readonly FontPack[] {
  const hana = Array.from({ length: hanaPacks }, (_, index) => readFileSync(`public/fonts/hana-${index + 1}.pack`))
  return [...notoPacks(readFileSync(notoFile)).map(({ body }) => body), ...hana].map((body) =>
    readPack(gunzipSync(body)),
  )
}
