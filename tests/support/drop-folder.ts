import type { Page } from 'playwright-core'

/** Drops a folder of the disk onto 接收报送, as a hand does. */
export async function dropFolder(page: Page, folder: string): Promise<void> {
  const box = await page.locator('.receive-chooser').boundingBox()
  if (!box) throw new Error('nowhere to drop')
  const session = await page.context().newCDPSession(page)
  // Where no word stands: one that changes under the hand is another place.
  const at = { x: box.x + box.width - 8, y: box.y + 8 }
  for (const type of ['dragEnter', 'dragOver', 'dragOver', 'drop'] as const) {
    const data = { items: [], files: [folder], dragOperationsMask: 1 }
    await session.send('Input.dispatchDragEvent', { type, ...at, data })
  }
  await session.detach()
}
