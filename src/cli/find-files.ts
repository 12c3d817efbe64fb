import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fail, ok, type Result } from '#core/errors/result.ts'

/**
 * The path itself, or every file with one of these endings in the folder and its folders, in the order of their names. A
 * folder without any is most likely the wrong one: a pack of nobody would withdraw everybody.
 */
export async function findFiles(path: string, ...endings: readonly string[]): Promise<Result<readonly string[]>> {
  try {
    if (!(await stat(path)).isDirectory()) return ok([path])
    const entries = await readdir(path, { withFileTypes: true, recursive: true })
    const files = entries.filter(
      (entry) => entry.isFile() && endings.some((ending) => entry.name.toLowerCase().endsWith(ending)),
    )
    if (files.length === 0) return fail('FOLDER_EMPTY', { endings: endings.join(' ') })
    return ok(files.map((entry) => join(entry.parentPath, entry.name)).sort())
  } catch (cause) {
    return fail('FILE_NOT_OPENED', { reason: cause instanceof Error ? cause.message : String(cause) })
  }
}
