import type { Page } from 'playwright-core'
import { expect } from 'vitest'

/** A file as it is dropped. */
export interface DroppedFile {
  readonly name: string
  readonly text: string
}

/** Lets a file go over a place of the page; false when nobody took it, and the browser would open it in the place of the app. */
export const dropFile = (page: Page, file: DroppedFile, place?: string): Promise<boolean> =>
  dropFiles(page, [file], place)

/** The same with several at once. */
export const dropFiles = (page: Page, files: readonly DroppedFile[], place = 'body'): Promise<boolean> =>
  page.evaluate(
    ({ dropped, onto }) => {
      const dataTransfer = new DataTransfer()
      for (const { name, text } of dropped) dataTransfer.items.add(new File([text], name))
      const isTaken = (type: string): boolean =>
        !document
          .querySelector(onto)
          ?.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }))
      return isTaken('dragover') && isTaken('drop')
    },
    { dropped: files, onto: place },
  )

/** The page takes files once it stands. */
export async function dropTaken(page: Page, file: DroppedFile, place?: string): Promise<void> {
  await expect.poll(() => dropFile(page, file, place)).toBe(true)
}

const tellOfFile = (page: Page, type: 'dragover' | 'dragleave', place: string): Promise<void> =>
  page.evaluate(
    async ([event, over]) => {
      const dataTransfer = new DataTransfer()
      dataTransfer.items.add(new File(['…'], '一份.rpu'))
      document
        .querySelector(over)
        ?.dispatchEvent(new DragEvent(event, { dataTransfer, bubbles: true, cancelable: true }))
      await new Promise(requestAnimationFrame)
    },
    [type, place] as const,
  )

/** Holds a file over a place of the page, until it is taken away again. */
export const holdFileOver = (page: Page, place = 'body'): Promise<void> => tellOfFile(page, 'dragover', place)
export const takeFileAway = (page: Page, place = 'body'): Promise<void> => tellOfFile(page, 'dragleave', place)

/** Whether the page says that it opens what is let go now, while a file is held over a place of it. */
export async function offersToOpen(page: Page, place: string): Promise<boolean> {
  await holdFileOver(page, place)
  const isOffered = await page.evaluate(() => document.body.textContent.includes('松开即可打开'))
  await takeFileAway(page, place)
  return isOffered
}
