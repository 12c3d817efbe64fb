import { fail, ok, type Result } from '#core/errors/result.ts'
import { findFiles } from './find-files.ts'
import { sayError } from './say-error.ts'

const people = ['.rpu', '.rpz'] as const
const archives = ['.zip', '.rar', '.7z', '.tar', '.tgz', '.tar.gz'] as const

/** Why an archive is passed over, and what to do. */
export const stillPacked = '是压缩包，没有打开。里面有报送文件的，请先解压到这个文件夹；再把压缩包移到别处。'

const isArchive = (file: string): boolean => archives.some((ending) => file.toLowerCase().endsWith(ending))

/**
 * The files with these endings at a path, and the archives beside them. The app opens archives, and a command does not: a
 * class that came as one would be missing, and nobody would notice.
 */
export async function findBesideArchives(
  path: string,
  ...endings: readonly string[]
): Promise<Result<{ readonly files: readonly string[]; readonly archives: readonly string[] }>> {
  const found = await findFiles(path, ...endings, ...archives)
  if (found.ok) {
    const [files, packed] = [found.value.filter((file) => !isArchive(file)), found.value.filter(isArchive)]
    return ok({ files, archives: packed })
  }
  return found.error.code === 'FOLDER_EMPTY' ? fail('FOLDER_EMPTY', { endings: endings.join(' ') }) : found
}

/** The files of people at a path, and what keeps some from being found. */
export async function findPeople(
  path: string,
): Promise<{ readonly files: readonly string[]; readonly problems: readonly string[] }> {
  const found = await findBesideArchives(path, ...people)
  if (!found.ok) return { files: [], problems: [`${path}: ${sayError(found.error)}`] }
  const { files, archives: packed } = found.value
  return { files, problems: packed.map((file) => `${file}: ${stillPacked}`) }
}
