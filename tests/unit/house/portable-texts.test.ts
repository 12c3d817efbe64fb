import { describe, expect, test } from 'vitest'
import { names, readMe, startLinux, startWindows } from '#house/portable/texts.ts'

describe('what a Windows that is too old for the USB edition is told', () => {
  const told = {
    [names.startWindows]: startWindows.slice(startWindows.indexOf('太旧')),
    'README.txt': readMe.slice(readMe.indexOf('Windows 7、8'), readMe.indexOf('数据在哪里')),
  }

  test.each(Object.entries(told))('%s says in which browsers to open the one file, and how', (_, text) => {
    expect(text).toContain(names.oneFile)
    expect(text).toMatch(/打开方式.*\s+.*Chrome、Edge.*109.*Firefox 115/s)
    expect(text).not.toMatch(/^\s*(?:echo )?(?:请)?双击|双击就能/m)
  })

  test('the script for Windows has no bracket in a sentence, which would end its block', () => {
    const sentences = startWindows.split('\r\n').filter((line) => line.trim().startsWith('echo '))
    expect(sentences.length).toBeGreaterThan(3)
    expect(sentences.filter((line) => /[()&|<>^]/.test(line))).toEqual([])
  })

  // A program that Windows cannot load ends with a negative number, and "errorlevel 1" means 1 or more.
  test('the script for Windows tells it after any failure of the program, also one with a negative number', () => {
    expect(startWindows).toMatch(/--version >nul 2>nul\r\nif not "%errorlevel%"=="0" \(\r\n {2}echo [^\r]*太旧/)
    expect(startWindows).not.toMatch(/if errorlevel/i)
  })
})

describe('the port of a stick', () => {
  test.each([
    [names.startWindows, startWindows, `start.ts" "%HERE%${names.port}"\r\n`],
    [names.startLinux, startLinux, `start.ts" "$here/${names.port}" &\n`],
  ])('is written in a file that %s hands on unread: both systems read it alike', (_, script, handedOn) => {
    expect(script).toContain(handedOn)
    expect(script.split(names.port)).toHaveLength(2)
  })
})
