interface Detector {
  detect(image: ImageBitmap): Promise<readonly { readonly rawValue: string }[]>
}
type DetectorClass = new (options: { formats: readonly string[] }) => Detector

const isDetectorClass = (value: unknown): value is DetectorClass => typeof value === 'function'
const detectorClass = (): unknown => Reflect.get(globalThis, 'BarcodeDetector')

/** Whether this browser reads QR codes by itself (Chromium on Android, ChromeOS and macOS). */
export const canReadQr = (): boolean => isDetectorClass(detectorClass())

/** Text of the first QR code in a photo; nothing when there is none, or it cannot be read. */
export async function qrInPhoto(photo: Blob): Promise<string | undefined> {
  const BarcodeDetector = detectorClass()
  if (!isDetectorClass(BarcodeDetector)) return undefined
  try {
    const image = await createImageBitmap(photo)
    const [first] = await new BarcodeDetector({ formats: ['qr_code'] }).detect(image)
    image.close()
    return first?.rawValue
  } catch {
    // A photo that is no image shows no code.
    return undefined
  }
}
