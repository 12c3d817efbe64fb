import { fail } from '#core/errors/result.ts'
import { findFiles } from './find-files.ts'
import { sayError } from './say-error.ts'

const wanted = ['.rpu', '.rpz'] as const
const archives = ['.zip', '.rar', '.7z', '.tar', '.tgz', '.tar.gz'] as const
const stillPacked = '是压缩包，没有打开。里面有报送文件的，请先解压到这个文件夹；再把压缩包移到别处。'

const isArchive = (file: string): boolean => archives.some((ending) => file.toLowerCase().endsWith(ending))

/**
 * The files of people at a path, and what keeps some from being found. The app opens archives, and a command does not:
 * a class that came as one would be missing, and nobody would notice.
 */
export async function findPeople(
  path: string,
): Promise<{ readonly files: readonly string[]; readonly problems: readonly string[] }> {
  const found = await findFiles(path, ...wanted, ...archives)
  if (found.ok) {
    const problems = found.value.filter(isArchive).map((file) => `${file}: ${stillPacked}`)
    return { files: found.value.filter((file) => !isArchive(file)), problems }
  }
  const isNone = found.error.code === 'FOLDER_EMPTY'
  const { error } = isNone ? fail('FOLDER_EMPTY', { endings: wanted.join(' ') }) : found
  return { files: [], problems: [`${path}: ${sayError(error)}`] }
}
