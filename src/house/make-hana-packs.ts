// `npm run fonts:hana -- HanaMinB.ttf` makes the packs under public/fonts again.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { hanaPacks } from '#server/fonts/font-packs.ts'

const [, , font] = process.argv
if (font === undefined) throw new Error('usage: npm run fonts:hana -- path/to/HanaMinB.ttf')
mkdirSync('public/fonts', { recursive: true })
const packs = hanaPacks(readFileSync(font))
for (const { file, body } of packs) writeFileSync(`public/fonts/${file}`, body)
const entries = packs.map(({ file, bytes, common, ranges }) => ({ file, bytes, common, ranges }))
writeFileSync('public/fonts/hana.json', `${JSON.stringify(entries)}\n`)
