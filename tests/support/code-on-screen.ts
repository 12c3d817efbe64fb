import type { Locator } from 'playwright-core'
import type { Picture } from './codes-on-paper.ts'

/** The squares of a code on the screen, drawn as large as a telephone sees them. */
export async function drawnLarge(code: Locator): Promise<Picture> {
  const { side, dark } = await code.evaluate((svg) => ({
    side: Number(svg.getAttribute('viewBox')?.split(' ')[2]),
    dark: [...(svg.querySelector('path')?.getAttribute('d') ?? '').matchAll(/M(\d+) (\d+)h1v1h-1z/g)].map(
      ([, x, y]): [number, number] => [Number(x), Number(y)],
    ),
  }))
  const times = 4
  const width = side * times
  const points = new Uint8ClampedArray(width * width * 4).fill(255)
  for (const [x, y] of dark)
    for (let at = 0; at < times * times; at += 1) {
      const point = (y * times + Math.floor(at / times)) * width + x * times + (at % times)
      points.set([0, 0, 0, 255], point * 4)
    }
  return { width, height: width, points }
}
