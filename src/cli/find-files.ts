import type { Dirent } from 'node:fs'
import { readdir, realpath, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fail, ok, type Result } from '#core/errors/result.ts'

const isWanted = (name: string, endings: readonly string[]): boolean =>
  endings.some((ending) => name.toLowerCase().endsWith(ending))

/**
 * What one entry of a folder gives: a link stands for the file it leads to. What is behind a link to a folder, or one
 * that leads nowhere, is missing from the people, and nobody would notice.
 */
async function fileOf(entry: Dirent, endings: readonly string[]): Promise<Result<string | undefined>> {
  const path = join(entry.parentPath, entry.name)
  const wanted = isWanted(entry.name, endings) ? path : undefined
  if (!entry.isSymbolicLink()) return ok(entry.isFile() ? wanted : undefined)
  const target = await stat(path).catch(() => undefined)
  if (target?.isDirectory()) return fail('FILE_NOT_OPENED', { reason: `快捷方式 ${path} 指向文件夹，没有进去看` })
  if (wanted === undefined) return ok(undefined)
  return target ? ok(wanted) : fail('FILE_NOT_OPENED', { reason: `快捷方式 ${path} 指向的文件不在` })
}

/** The files in the order of their names, each once: a link beside what it leads to is the same one. */
async function eachOnce(files: readonly string[]): Promise<readonly string[]> {
  const byPlace = new Map<string, string>()
  for (const file of [...files].sort()) {
    const place = await realpath(file)
    if (!byPlace.has(place)) byPlace.set(place, file)
  }
  return [...byPlace.values()]
}

/**
 * The path itself, or every file with one of these endings in the folder and its folders, in the order of their names. A
 * folder without any is most likely the wrong one: a pack of nobody would withdraw everybody.
 */
export async function findFiles(path: string, ...endings: readonly string[]): Promise<Result<readonly string[]>> {
  try {
    if (!(await stat(path)).isDirectory()) return ok([path])
    const files: string[] = []
    let hasLinks = false
    for (const entry of await readdir(path, { withFileTypes: true, recursive: true })) {
      const file = await fileOf(entry, endings)
      if (!file.ok) return file
      if (file.value === undefined) continue
      files.push(file.value)
      hasLinks ||= entry.isSymbolicLink()
    }
    if (files.length === 0) return fail('FOLDER_EMPTY', { endings: endings.join(' ') })
    return ok(hasLinks ? await eachOnce(files) : files.sort())
  } catch (cause) {
    return fail('FILE_NOT_OPENED', { reason: cause instanceof Error ? cause.message : String(cause) })
  }
}
