import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { findAxeViolations } from './axe.ts'

/** On 交还电脑: nothing is erased before the person has given up what lies nowhere else. */
export async function expectAsksToGiveUp(page: Page, name: string): Promise<void> {
  await page.getByRole('textbox', { name: /确认清空/ }).fill('清空')
  const erase = page.getByRole('button', { name: '清空这台电脑上的记录' })
  expect(await erase.isDisabled()).toBe(true)
  expect(await findAxeViolations(page)).toEqual([])
  await page.getByRole('checkbox', { name: `不要了，可以清掉：${name}` }).check()
  await expect.poll(() => erase.isEnabled()).toBe(true)
}
