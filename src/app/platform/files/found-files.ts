import { makePace } from '#app/platform/clock/breathe.ts'

/**
 * Files as they are found, some at a time. Of files chosen in a field or dropped one by one the browser makes its list
 * in one go, a fifth of a millisecond each; those of a folder come piece by piece (ADR 0165).
 */
export type FoundFiles = AsyncIterable<readonly File[]> | Iterable<readonly File[]>

/** Files of a folder that are asked for at the same time. */
const askedAtOnce = 40

/** Asks for a folder; null when the person chose none, undefined where the browser gives only a list of files. */
export async function chooseFolder(): Promise<FileSystemDirectoryHandle | null | undefined> {
  try {
    return await window.showDirectoryPicker?.({ id: 'caibao-receive', mode: 'read' })
  } catch (thrown) {
    return thrown instanceof DOMException && thrown.name === 'AbortError' ? null : undefined
  }
}

/** A file that was listed and cannot be opened is told by its name, not left out. */
function unreadable(name: string, thrown: unknown): File {
  return Object.assign(new File([], name), { arrayBuffer: () => Promise.reject(thrown) })
}

const openFile = (handle: FileSystemFileHandle): Promise<File> =>
  handle.getFile().catch((thrown: unknown) => unreadable(handle.name, thrown))

/** Every file of a folder and of the folders in it; a folder that cannot be read is told by its name. */
export async function* filesInFolder(folder: FileSystemDirectoryHandle): AsyncGenerator<readonly File[], void> {
  let handles: FileSystemFileHandle[] = []
  const inner: FileSystemDirectoryHandle[] = []
  try {
    for await (const handle of folder.values()) {
      if (isFolder(handle)) inner.push(handle)
      else if (isFile(handle)) handles.push(handle)
      if (handles.length < askedAtOnce) continue
      yield await Promise.all(handles.map(openFile))
      handles = []
    }
  } catch (thrown) {
    yield [unreadable(folder.name, thrown)]
  }
  if (handles.length > 0) yield await Promise.all(handles.map(openFile))
  for (const each of inner) yield* filesInFolder(each)
}

const isFile = (handle: FileSystemHandle): handle is FileSystemFileHandle => handle.kind === 'file'
const isFolder = (handle: FileSystemHandle): handle is FileSystemDirectoryHandle => handle.kind === 'directory'

/** What was dropped, taken while the browser still gives it. */
type Dropped =
  | { readonly file: File }
  | { readonly entry: FileSystemEntry; readonly handle: Promise<FileSystemHandle | null> }

/** TypeScript's DOM library does not know that a dropped folder can be asked for its handle. */
interface GivesHandle {
  getAsFileSystemHandle?(): Promise<FileSystemHandle | null>
}

function takeDropped(item: DataTransferItem & GivesHandle): readonly Dropped[] {
  const entry = item.webkitGetAsEntry()
  const file = entry?.isDirectory === true ? null : item.getAsFile()
  if (file) return [{ file }]
  // Folders of the system are refused as handles; their files can be read all the same.
  const handle = item.getAsFileSystemHandle?.().catch(() => null) ?? Promise.resolve(null)
  return entry ? [{ entry, handle }] : []
}

/** All files of what was dropped, those inside folders too. To be called in the event itself. */
export function droppedFiles(items: DataTransferItemList): FoundFiles {
  const dropped = [...items].flatMap(takeDropped)
  return filesOf(dropped)
}

async function* filesOf(dropped: readonly Dropped[]): AsyncGenerator<readonly File[], void> {
  yield dropped.flatMap((each) => ('file' in each ? [each.file] : []))
  for (const each of dropped) {
    if ('file' in each) continue
    const handle = await each.handle
    if (handle && isFolder(handle)) yield* filesInFolder(handle)
    else yield* filesUnder(each.entry)
  }
}

/** The same where the browser knows no handles. */
async function* filesUnder(entry: FileSystemEntry): AsyncGenerator<readonly File[], void> {
  if (isFileEntry(entry)) yield [await fileOf(entry)]
  if (!isFolderEntry(entry)) return
  const reader = entry.createReader()
  const pace = makePace()
  try {
    // A reader gives at most a hundred at a time.
    for (let batch = await nextEntries(reader); batch.length > 0; batch = await nextEntries(reader)) {
      yield await Promise.all(batch.filter(isFileEntry).map(fileOf))
      for (const inner of batch.filter(isFolderEntry)) yield* filesUnder(inner)
      await pace()
    }
  } catch (thrown) {
    // What could not be listed is told by its name, not left out.
    yield [unreadable(entry.name, thrown)]
  }
}

const nextEntries = (reader: FileSystemDirectoryReader): Promise<readonly FileSystemEntry[]> =>
  new Promise((resolve, reject) => reader.readEntries(resolve, reject))

const fileOf = (entry: FileSystemFileEntry): Promise<File> =>
  new Promise((resolve) => entry.file(resolve, (error) => resolve(unreadable(entry.name, error))))

const isFileEntry = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile
const isFolderEntry = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory
