import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { writeOneFile } from '#house/one-file/build.ts'

/** The single file of the individual edition, made anew in a folder of its own; its address. */
export async function makeOneFile(): Promise<string> {
  return pathToFileURL(await writeOneFile(await mkdtemp(join(tmpdir(), 'caibao-one-file-')))).href
}
