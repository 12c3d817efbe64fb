import * as v from 'valibot'
import { describe, expect, onTestFinished, test } from 'vitest'
import { startServer } from '#tests/support/app-server.ts'
import { openApp } from '#tests/support/browser.ts'
import { hasStorageProcess, killStorage } from '#tests/support/engine.ts'
import { fillingIn } from '#tests/support/filling-in.ts'
import { startLosingProxy } from '#tests/support/losing-proxy.ts'

const seenSchema = v.object({ typed: v.string(), save: v.string(), isEditable: v.boolean(), told: v.string() })

/**
 * The driver takes the death for one of the page and lets go of it, though the page lives: from then on the page types
 * by itself, tells what it shows to its own server, and asks for the file when it is offered.
 */
function typeAndTell(): void {
  const employer = document.querySelector<HTMLInputElement>('[data-path="basic.employer"]')
  let isAsked = false
  setInterval(() => {
    const isEditable = employer?.readOnly === false
    if (isEditable) {
      employer.focus()
      document.execCommand('insertText', false, '一')
    }
    const toFile = [...document.querySelectorAll('button')].find((button) => button.textContent.includes('存到文件'))
    if (!isAsked && !isEditable) toFile?.click()
    isAsked ||= !isEditable && toFile !== undefined
    const textOf = (selector: string): string => document.querySelector(selector)?.textContent ?? ''
    const seen = { typed: employer?.value, save: textOf('.save-state'), isEditable, told: textOf('[role=alert]') }
    void fetch(`/seen?${encodeURIComponent(JSON.stringify(seen))}`)
  }, 700)
}

describe.runIf(hasStorageProcess)('the process that keeps the databases dies while a draft is typed', () => {
  test('it is told, typing stops, and the file holds everything that stands on the screen', async () => {
    const seen: v.InferOutput<typeof seenSchema>[] = []
    const answers = async (url: string): Promise<object | undefined> => {
      if (!url.startsWith('/seen?')) return undefined
      seen.push(v.parse(seenSchema, JSON.parse(decodeURIComponent(url.slice('/seen?'.length)))))
      return {}
    }
    const app = await openApp({
      path: '/new',
      start: async (port) => startLosingProxy(await startServer(), { port, answers }),
    })
    onTestFinished(() => app.close())
    const { page } = app
    page.setDefaultTimeout(20_000)
    const form = fillingIn(page)
    await form.type('姓名', '韦晓莉')
    await form.untilSaved()
    await page.evaluate(typeAndTell)
    await expect.poll(() => seen.length, { timeout: 20_000 }).toBeGreaterThan(1)
    expect(seen.every(({ isEditable }) => isEditable)).toBe(true)

    const file = await app.download(() => killStorage(app.context))
    const halted = {
      isEditable: false,
      save: expect.stringContaining('没有存下来'),
      told: expect.stringContaining('存到文件'),
    }
    await expect.poll(() => seen.at(-1), { timeout: 20_000 }).toMatchObject(halted)
    const last = seen.at(-1)
    const { draft } = JSON.parse(await file.text())
    expect(draft.record.basic).toMatchObject({ name: '韦晓莉', employer: last?.typed })
    expect(last?.typed.length).toBeGreaterThan(1)
  })
})
