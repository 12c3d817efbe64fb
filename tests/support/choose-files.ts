import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { hasDebugger } from './engine.ts'

/** A file on the disk, or what shall stand in one. */
export type ChosenFile = string | { readonly name: string; readonly text: string }

const mark = 'data-asked-for-files'

async function pathOf(file: ChosenFile): Promise<string> {
  if (typeof file === 'string') return file
  const path = join(await mkdtemp(join(tmpdir(), 'caibao-chosen-')), file.name)
  await writeFile(path, file.text)
  return path
}

/** Where the system's file dialog cannot be caught, the field that asks for it is found and filled instead. */
async function answerField(page: Page, button: Locator, paths: readonly string[]): Promise<void> {
  await page.evaluate((name) => {
    for (const old of document.querySelectorAll(`[${name}]`)) old.removeAttribute(name)
    const click: unknown = Reflect.get(HTMLInputElement.prototype, 'click')
    HTMLInputElement.prototype.click = function ask(this: HTMLInputElement) {
      Object.assign(HTMLInputElement.prototype, { click })
      this.setAttribute(name, '')
    }
  }, mark)
  await button.click()
  await page.locator(`[${mark}]`).setInputFiles([...paths])
}

/** Presses the button that asks for files, and chooses these. */
export async function chooseFiles(page: Page, button: Locator, files: readonly ChosenFile[]): Promise<void> {
  const paths = await Promise.all(files.map(pathOf))
  if (!hasDebugger) return answerField(page, button, paths)
  const choosing = page.waitForEvent('filechooser')
  await button.click()
  await (await choosing).setFiles(paths)
}
