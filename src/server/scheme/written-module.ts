import { randomUUID } from 'node:crypto'
import { mkdir, rename, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { writeOutRules } from '#core/rules/written/write-rules.ts'
import type { WrittenRules } from '#core/rules/written/written-rules.ts'
import type { SchemeBundle } from '#core/scheme/bundle.ts'
import { cacheFolder, cacheName } from './read-codes.ts'

/** The rules of a bundle as the text of a module that says which rules they are. */
export function writtenModule({ manifest, rules, scheme }: SchemeBundle): string {
  return `export const digest = ${JSON.stringify(manifest.parts['rules'])};\n${writeOutRules(rules, scheme)}`
}

const exists = (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    () => false,
  )

/** The rules of `codes/` written out; written once, then kept until a source changes. */
export async function loadWrittenRules(bundle: SchemeBundle): Promise<WrittenRules> {
  const file = join(cacheFolder, `${await cacheName()}.mjs`)
  if (!(await exists(file))) {
    await mkdir(cacheFolder, { recursive: true })
    // The workers of a server are threads of one process: its number would be the same for all.
    const unfinished = `${file}.${randomUUID()}`
    await writeFile(unfinished, writtenModule(bundle))
    await rename(unfinished, file)
  }
  // Written by this program under a name that tells its sources: trusted like its code.
  const written: WrittenRules = await import(pathToFileURL(file).href)
  return written
}
