import { describe, expect, test } from 'vitest'
import type { GivenFile } from '#app/platform/unit/check-message.ts'
import { makeFileReader, transferOf } from '#app/platform/unit/read-files.ts'
import { sealedLimits } from '#core/submission/sealed-submission.ts'

const textOf = (given: GivenFile | undefined): string =>
  given && 'bytes' in given ? new TextDecoder().decode(given.bytes) : (given?.reason ?? '')
const aFile = (text: string): File => new File([text], `${text}.rpu`)
const unreadable = (): File =>
  Object.assign(new File([], 'x'), { arrayBuffer: () => Promise.reject(new Error('gone')) })

/** A file that is not as long any more as it says it is, as one that was cut short on the disk. */
class Shrunk extends File {
  override get size(): number {
    return 3
  }
}

describe('files read for workers', () => {
  test('come each with its own bytes, in their order, however many are read as one', async () => {
    const names = Array.from({ length: 137 }, (_, at) => `文件 ${at}`)
    const read = await makeFileReader().read(names.map(aFile))
    expect(read.map(textOf)).toEqual(names)
    const { buffers, sizeBytes } = transferOf(read)
    expect(new Set(buffers).size).toBe(137)
    expect(sizeBytes).toBe(new TextEncoder().encode(names.join('')).length)
  })

  test('are told by themselves where one among them cannot be read, or is not what it was', async () => {
    const read = await makeFileReader().read([aFile('甲'), unreadable(), aFile('乙'), new Shrunk(['丙丁'], '丙')])
    expect(read.map(textOf)).toEqual(['甲', 'gone', '乙', '丙丁'])
  })

  test('are not spoilt by an empty one, or by one too large to be read as a whole', async () => {
    const large = new File([new Uint8Array(sealedLimits.sizeBytes + 1)], 'large')
    const [first, empty, head, last] = await makeFileReader().read([aFile('甲'), aFile(''), large, aFile('乙')])
    expect([first, empty, last].map(textOf)).toEqual(['甲', '', '乙'])
    expect(head).toMatchObject({ sizeBytes: sealedLimits.sizeBytes + 1, bytes: { byteLength: 4 } })
  })
})
