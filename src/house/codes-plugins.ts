import type { Plugin } from 'vite'
import { compileNameSounds } from '#core/scheme/compile/name-sounds.ts'
import { compiledBundle, compiledGuide, readEnglishTexts } from '#server/scheme/read-codes.ts'
import { writtenModule } from '#server/scheme/written-module.ts'
import { schemePlugin } from './scheme-plugin.ts'
import { textPlugin } from './text-plugin.ts'

/** The rules of `codes/` written out as a module, for whatever checks in bulk. */
export const writtenRulesPlugin = (): Plugin =>
  textPlugin('written-rules', async () => writtenModule(await compiledBundle()))

/** The English of `codes/english/` as a module, fetched only by those who chose it. */
const englishPlugin = (): Plugin =>
  textPlugin('english', async () => `export const texts = ${JSON.stringify(await readEnglishTexts())}`)

/** 填写说明 as a module, fetched when it is first opened. */
const guidePlugin = (): Plugin =>
  textPlugin('guide', async () => `export const guide = ${JSON.stringify(await compiledGuide())}`)

/** How names sound, for the list of people; fetched with it. */
const nameSoundsPlugin = (): Plugin =>
  textPlugin('name-sounds', async () => {
    const { sounds, surnames } = compileNameSounds()
    return `export const sounds = ${JSON.stringify(sounds)}\nexport const surnames = ${JSON.stringify(surnames)}`
  })

/** Everything of `codes/` that the app imports. The compiled scheme comes first: the app imports what it emits. */
export const codesPlugins = (): Plugin[] => [schemePlugin(), englishPlugin(), guidePlugin(), nameSoundsPlugin()]
