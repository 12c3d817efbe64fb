interface Detector {
  detect(image: ImageBitmap): Promise<readonly { readonly rawValue: string }[]>
}
type DetectorClass = new (options: { formats: readonly string[] }) => Detector

const isDetectorClass = (value: unknown): value is DetectorClass => typeof value === 'function'

/** Sharp enough for a code at the foot of a page, small enough for an old telephone. */
const longestSide = 2400

/** Chromium on Android, ChromeOS and macOS reads codes by itself, and faster. */
async function readByBrowser(image: ImageBitmap): Promise<string | undefined> {
  const BarcodeDetector: unknown = Reflect.get(globalThis, 'BarcodeDetector')
  if (!isDetectorClass(BarcodeDetector)) return undefined
  try {
    const [first] = await new BarcodeDetector({ formats: ['qr_code'] }).detect(image)
    return first?.rawValue
  } catch {
    // Some browsers name the class and lack the service behind it.
    return undefined
  }
}

async function readByOurselves(image: ImageBitmap): Promise<string | undefined> {
  const scale = Math.min(1, longestSide / Math.max(image.width, image.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(image.width * scale))
  canvas.height = Math.max(1, Math.round(image.height * scale))
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context) return undefined
  context.drawImage(image, 0, 0, canvas.width, canvas.height)
  const { width, height, data } = context.getImageData(0, 0, canvas.width, canvas.height)
  const { decodeQR } = await import('qr/decode.js')
  return decodeQR({ width, height, data })
}

/** Text of the first QR code in a photo; nothing when there is none, or it cannot be read. */
export async function qrInPhoto(photo: Blob): Promise<string | undefined> {
  try {
    const image = await createImageBitmap(photo)
    const text = (await readByBrowser(image)) ?? (await readByOurselves(image))
    image.close()
    return text
  } catch {
    // A photo that is no image shows no code.
    return undefined
  }
}
