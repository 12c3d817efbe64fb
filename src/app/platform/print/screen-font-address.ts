/** Where a pack is had as a font for the screen: the service worker makes it of what is kept on this device. */
export const screenFontAddress = (packFile: string): string => `/fonts/${packFile.replace(/\.pack$/, '.ttf')}`

/** The pack a font for the screen is made of; undefined where an address is none of them. */
export function packOfScreenFont(path: string): string | undefined {
  const [, name] = /^\/fonts\/(hana-\d+)\.ttf$/.exec(path) ?? []
  return name === undefined ? undefined : `${name}.pack`
}
