import type { Plugin } from 'vite'
import { compiledBundle, compiledGuide, readEnglishTexts } from '#server/scheme/read-codes.ts'
import { writtenModule } from '#server/scheme/written-module.ts'
import { textPlugin } from './text-plugin.ts'

/** The rules of `codes/` written out as a module, for whatever checks in bulk. */
export const writtenRulesPlugin = (): Plugin =>
  textPlugin('written-rules', async () => writtenModule(await compiledBundle()))

/** The English of `codes/english/` as a module, fetched only by those who chose it. */
export const englishPlugin = (): Plugin =>
  textPlugin('english', async () => `export const texts = ${JSON.stringify(await readEnglishTexts())}`)

/** 填写说明 as a module, fetched when it is first opened. */
export const guidePlugin = (): Plugin =>
  textPlugin('guide', async () => `export const guide = ${JSON.stringify(await compiledGuide())}`)
