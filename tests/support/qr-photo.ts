import { crc32, deflateSync } from 'node:zlib'
import { encode } from 'uqr'

function chunk(type: string, content: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(content.length)
  const check = Buffer.alloc(4)
  check.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, check])
}

/** A picture (PNG) of a QR code with this text, a little grey and off the middle as a photo of paper is. */
export function qrPhoto(text: string, moduleSize = 6): Buffer {
  const { data, size } = encode(text, { border: 0 })
  const edge = 70
  const [width, height] = [size * moduleSize + edge * 3, size * moduleSize + edge * 2]
  const rows = Array.from({ length: height }, (_, y) => {
    const row = Buffer.alloc(width + 1, 225)
    row[0] = 0
    for (let x = 0; x < width; x += 1) {
      const [column, line] = [Math.floor((x - edge) / moduleSize), Math.floor((y - edge) / moduleSize)]
      if (data[line]?.[column] === true) row[x + 1] = 35
    }
    return row
  })
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  // Eight bits of grey.
  head[8] = 8
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  const pixels = chunk('IDAT', deflateSync(Buffer.concat(rows)))
  return Buffer.concat([signature, chunk('IHDR', head), pixels, chunk('IEND', new Uint8Array())])
}
