import type { Locator } from 'playwright-core'
import { drawnLarge } from './code-on-screen.ts'
import { codesOn, hasPoppler, qrIn } from './codes-on-paper.ts'

if (!hasPoppler) process.stderr.write('pdftoppm is NOT installed: codes on paper are not read\n')

/** The link in a code on the screen and on each page of its paper, as a telephone reads it: the same, or none. */
export async function linkIn(code: Locator, pdf: string): Promise<URL> {
  const [link, ...others] = new Set([qrIn(await drawnLarge(code)), ...(hasPoppler ? await codesOn(pdf) : [])])
  if (link === undefined || others.length > 0) throw new Error(`screen and paper say: ${[link, ...others].join(', ')}`)
  return new URL(link)
}
