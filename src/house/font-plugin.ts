import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import type { Plugin } from 'vite'
import { notoPacks } from '#server/fonts/font-packs.ts'

/** The TrueType file the packs are cut from. */
export const notoFile = new URL(
  '../../node_modules/@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf',
  import.meta.url,
)
const hanaList = new URL('../../public/fonts/hana.json', import.meta.url)

/** Cuts Noto Sans SC into packs at build time and lists every pack; those of HanaMinB lie finished in `public/fonts`. */
export function fontPlugin(): Plugin {
  return {
    name: 'caibao:fonts',
    apply: 'build',
    async generateBundle() {
      const packs = notoPacks(readFileSync(notoFile))
      for (const { file, body } of packs) this.emitFile({ type: 'asset', fileName: `fonts/${file}`, source: body })
      const hana: unknown = JSON.parse(await readFile(hanaList, 'utf8'))
      const entries = packs.map(({ file, bytes, common, ranges }) => ({ file, bytes, common, ranges }))
      const source = JSON.stringify([...entries, ...(Array.isArray(hana) ? hana : [])])
      this.emitFile({ type: 'asset', fileName: 'fonts/packs.json', source })
    },
  }
}
