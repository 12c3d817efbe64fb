import { describe, expect, test } from 'vitest'
import { droppedFiles } from '#app/platform/files/found-files.ts'
import { makeFileReader } from '#app/platform/unit/read-files.ts'

const aFile = (name: string): FileSystemEntry =>
  Object.assign(Object.create(null), {
    name,
    isFile: true,
    isDirectory: false,
    file: (give: (file: File) => void) => give(new File([name], name)),
  })

/** A folder that gives these lists one after the other, as a browser's reader does; of a fault it tells instead. */
const aFolder = (name: string, lists: readonly (readonly FileSystemEntry[] | DOMException)[]): FileSystemEntry =>
  Object.assign(Object.create(null), {
    name,
    isFile: false,
    isDirectory: true,
    createReader: () => {
      const left = [...lists]
      return {
        readEntries(give: (entries: readonly FileSystemEntry[]) => void, tell: (fault: DOMException) => void) {
          const next = left.shift() ?? []
          if (next instanceof DOMException) tell(next)
          else give(next)
        },
      }
    },
  })

/** What was dropped in a browser that gives no handles. */
const dropped = (...entries: readonly FileSystemEntry[]): DataTransferItemList =>
  Object.assign(Object.create(null), { length: entries.length, [Symbol.iterator]: () => entries.map(asItem).values() })
const asItem = (entry: FileSystemEntry): Pick<DataTransferItem, 'webkitGetAsEntry' | 'getAsFile'> => ({
  webkitGetAsEntry: () => entry,
  getAsFile: () => null,
})

/** Every file that was found, and what reading it gives: its text, or why it cannot be read. */
async function readAll(items: DataTransferItemList): Promise<readonly (readonly [string, string])[]> {
  const found: File[] = []
  for await (const some of droppedFiles(items)) found.push(...some)
  const read = await makeFileReader().read(found)
  return found.map(({ name }, at) => {
    const given = read[at]
    if (!given) return [name, '']
    return [name, 'bytes' in given ? new TextDecoder().decode(given.bytes) : given.reason]
  })
}

describe('a dropped folder where the browser knows no handles', () => {
  const fault = new DOMException('The requested file could not be read', 'NotReadableError')

  test('gives every file of its lists and of the folders in it', async () => {
    const inner = aFolder('二科', [[aFile('3.rpu')]])
    const folder = aFolder('一科', [[aFile('1.rpu'), inner], [aFile('2.rpu')]])
    expect(await readAll(dropped(folder))).toEqual([
      ['1.rpu', '1.rpu'],
      ['3.rpu', '3.rpu'],
      ['2.rpu', '2.rpu'],
    ])
  })

  test('that cannot be listed to its end is told by its name behind what was found; other folders follow', async () => {
    const torn = aFolder('三科', [[aFile('1.rpu'), aFile('2.rpu')], fault, [aFile('never.rpu')]])
    const sound = aFolder('四科', [[aFile('4.rpu')]])
    expect(await readAll(dropped(torn, sound))).toEqual([
      ['1.rpu', '1.rpu'],
      ['2.rpu', '2.rpu'],
      ['三科', fault.message],
      ['4.rpu', '4.rpu'],
    ])
  })

  test('with such a folder in it names the inner one and goes on with its own list', async () => {
    const inner = aFolder('六科', [fault])
    const folder = aFolder('五科', [[inner, aFile('5.rpu')], [aFile('6.rpu')]])
    expect(await readAll(dropped(folder))).toEqual([
      ['5.rpu', '5.rpu'],
      ['六科', fault.message],
      ['6.rpu', '6.rpu'],
    ])
  })
})
