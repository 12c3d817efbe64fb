import type { Locator, Page } from 'playwright-core'

/** The form as a person sees it: by roles and labels, with the keyboard. */
export interface FillingIn {
  /** Types into a text or date field and leaves it with Enter. */
  type(label: string, text: string): Promise<void>
  /** Searches a code field and takes what is offered first, or the entry named. */
  choose(label: string, query: string, entry?: string): Promise<void>
  /** Opens a sheet by its name. */
  openSheet(name: string): Promise<void>
  addRow(): Promise<void>
  untilSaved(): Promise<void>
}

// A label says 必录 for screen readers behind its name.
const named = (label: string): RegExp => new RegExp(`^\\s*${label}(\\s|（|$)`)

/** A field may be drawn before the page knows that no other tab writes: until then a press in it does nothing. */
export const untilEditable = (page: Page, field: Locator): Promise<void> =>
  field.and(page.locator(':not([readonly])')).waitFor()

/** Drives the form of the draft that is open in the page. */
export function fillingIn(page: Page): FillingIn {
  return {
    async type(label, text) {
      const field = page.getByRole('textbox', { name: named(label) })
      await field.fill(text)
      await field.press('Enter')
    },
    async choose(label, query, entry) {
      const field = page.getByRole('combobox', { name: named(label) })
      // A press where nothing may be written yet opens no list, and an empty query is no typing.
      await untilEditable(page, field)
      await field.click()
      await field.fill(query)
      const list = page.getByRole('listbox')
      const option = entry === undefined ? list.getByRole('option') : list.getByRole('option', { name: entry })
      await option.first().click()
    },
    async openSheet(name) {
      await page.getByRole('navigation', { name: '采集表' }).first().getByRole('link', { name }).click()
      await page.getByRole('heading', { level: 1, name }).waitFor()
    },
    async addRow() {
      await page.getByRole('button', { name: '增加一条' }).click()
    },
    // An edit is called unsaved in the same breath as it is taken: no 已保存 of before it can still be seen.
    async untilSaved() {
      await page.locator('.save-state').getByText('已保存').waitFor()
    },
  }
}
