import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** The path itself, or every file with one of these endings in the folder and its folders, in the order of their names. */
export async function findFiles(path: string, ...endings: readonly string[]): Promise<readonly string[]> {
  if (!(await stat(path)).isDirectory()) return [path]
  const entries = await readdir(path, { withFileTypes: true, recursive: true })
  return entries
    .filter((entry) => entry.isFile() && endings.some((ending) => entry.name.toLowerCase().endsWith(ending)))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}
