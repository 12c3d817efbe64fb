/** Where a pack is had as a font for the screen: the service worker makes it of what is kept on this device. */
export const screenFontAddress = (packFile: string): string => `/fonts/${packFile.replace(/\.pack$/, '.ttf')}`

/**
 * The pack a font for the screen is made of; undefined where an address is none of them. The other three packs hold what
 * every font has that shows Chinese at all, in thousands of ranges that a browser takes long to read.
 */
export function packOfScreenFont(path: string): string | undefined {
  const [, name] = /^\/fonts\/(noto-4|hana-\d+)\.ttf$/.exec(path) ?? []
  return name === undefined ? undefined : `${name}.pack`
}
