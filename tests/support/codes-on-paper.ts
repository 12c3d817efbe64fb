import { spawnSync } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { decodeQR } from 'qr/decode.js'

/** Points of the picture: red, green, blue and alpha each. */
export interface Picture {
  readonly width: number
  readonly height: number
  readonly points: Uint8ClampedArray
}

/** Text of the QR code in a picture, as a telephone held over the paper would read it: not by what drew the code. */
export function qrIn({ points, width, height }: Picture): string | undefined {
  try {
    return decodeQR({ width, height, data: points })
  } catch {
    // It throws where there is no code.
    return undefined
  }
}

/** Whether pages can be made into pictures by something that is not ours. */
export const hasPoppler = spawnSync('pdftoppm', ['-v']).error === undefined

/** A picture in the binary form of PPM. */
function pictureIn(file: Buffer): Picture {
  const [head = '', width, height] = /^P6\s+(\d+)\s+(\d+)\s+255\s/.exec(file.subarray(0, 40).toString('latin1')) ?? []
  const colours = file.subarray(head.length)
  const points = new Uint8ClampedArray((colours.length / 3) * 4).fill(255)
  for (let point = 0; point * 3 < colours.length; point += 1) {
    points.set(colours.subarray(point * 3, point * 3 + 3), point * 4)
  }
  return { width: Number(width), height: Number(height), points }
}

const dotsPerInch = 200

/** Each page as Poppler draws it, or a part of it. */
async function picturesOf(pdf: string, crop: readonly string[] = []): Promise<readonly Picture[]> {
  const folder = await mkdtemp(join(tmpdir(), 'caibao-paper-'))
  try {
    const { status, stderr } = spawnSync('pdftoppm', ['-r', String(dotsPerInch), ...crop, pdf, join(folder, 'page')])
    if (status !== 0) throw new Error(String(stderr))
    const files = (await readdir(folder)).sort()
    return await Promise.all(files.map(async (file) => pictureIn(await readFile(join(folder, file)))))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Text of the code that stands by itself on each page. */
export const codesOn = async (pdf: string): Promise<readonly (string | undefined)[]> =>
  (await picturesOf(pdf)).map(qrIn)

/** The foot of each page, the lowest eighth of A4. */
export const footsOf = (pdf: string): Promise<readonly Picture[]> =>
  picturesOf(pdf, ['-x', '0', '-y', '2046', '-W', '1654', '-H', '293'])
