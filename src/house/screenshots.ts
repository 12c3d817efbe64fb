import { existsSync, readFileSync } from 'node:fs'
import type { ManifestOptions } from 'vite-plugin-pwa'

type Screenshot = NonNullable<ManifestOptions['screenshots']>[number]

/** The pictures shown when the app is installed; each is listed as soon as its file is in public/screenshots. */
const pictures = [
  { name: 'form-wide.png', label: '填写：六张表，帮助在每一项下面，检查在右侧', formFactor: 'wide' },
  { name: 'hand-in-wide.png', label: '报送：检查无误后生成签名文件', formFactor: 'wide' },
  { name: 'form-narrow.png', label: '在手机上填写', formFactor: 'narrow' },
  { name: 'hand-in-narrow.png', label: '在手机上报送', formFactor: 'narrow' },
] as const

const folder = new URL('../../public/screenshots/', import.meta.url)

// PNG, second edition, 11.2.2: the header chunk comes first and begins with width and height.
function pngSize(file: URL): string {
  const bytes = readFileSync(file)
  return `${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`
}

/** The manifest's entries for the screenshots that exist. */
export function listScreenshots(): Screenshot[] {
  return pictures
    .map(({ name, label, formFactor }) => ({ file: new URL(name, folder), name, label, formFactor }))
    .filter(({ file }) => existsSync(file))
    .map(({ file, name, label, formFactor }) => ({
      src: `/screenshots/${name}`,
      sizes: pngSize(file),
      type: 'image/png',
      label,
      form_factor: formFactor,
    }))
}
