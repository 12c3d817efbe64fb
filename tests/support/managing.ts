import type { Page } from 'playwright-core'
import type { Unit } from '#core/unit/unit.ts'
import type { OpenedApp } from './browser.ts'
import { chooseFiles } from './choose-files.ts'
import { staffPassword } from './clerk.ts'
import { untilChanged } from './until-changed.ts'

/** Passphrases of tests. */
export const secrets = {
  officer1: '保管人甲的口令一',
  officer2: '保管人乙的口令二',
  clerk: '采集员自己的口令三',
} as const

/** The management edition as a clerk works with it. */
export interface Managing {
  setUp(unit: Unit, clerk?: string): Promise<void>
  /** The same unit on one more device, from its key file or a backup of its store. */
  restore(file: string, clerk: string, passphrase?: string): Promise<void>
  unlock(): Promise<void>
  open(page: '接收报送' | '检查' | '统一单位名称' | '汇总' | '名册表' | '上报' | '网上同步' | '本单位'): Promise<void>
  /** Joins the device to the server it came from, as one of its accounts. */
  connect(loginName: string): Promise<void>
  /** Signs in again where the browser has lost the session: a kill may come before it wrote the cookie. */
  signInAgain(loginName: string): Promise<void>
  /** Synchronises and waits until it is done. */
  sync(): Promise<void>
  /** Chooses files and waits until all of them were received. */
  receive(files: readonly string[]): Promise<void>
  openCase(name: string): Promise<void>
  /** Opens the case, ticks everything off and passes it. */
  pass(name: string): Promise<void>
}

const levelNames = { unit: '单位', department: '主管部门', city: '市', region: '自治区' } as const

async function fillUnit(page: Page, unit: Unit): Promise<void> {
  await page.getByLabel('单位全称（与公章一致）').fill(unit.name)
  await page.getByLabel('组织机构代码', { exact: true }).fill(unit.orgCode)
  await page.getByLabel('行政区划代码（6 位）').fill(unit.division)
  await page.getByLabel('级别').selectOption({ label: levelNames[unit.level] })
  if (!unit.parent) return
  await page.getByLabel('上级单位全称（没有可不填）').fill(unit.parent.name)
  await page.getByLabel('上级组织机构代码').fill(unit.parent.orgCode)
}

/** Drives the management edition by roles and labels. */
export function managing({ page }: Pick<OpenedApp, 'page'>): Managing {
  return {
    async setUp(unit, clerk = '黄采集') {
      await page.getByRole('heading', { name: '建立单位' }).waitFor()
      await fillUnit(page, unit)
      await page.getByLabel('第 1 位保管人的口令').fill(secrets.officer1)
      await page.getByLabel('第 2 位保管人的口令').fill(secrets.officer2)
      await page.getByLabel('您的姓名').first().fill(clerk)
      await page.getByLabel('解锁口令').first().fill(secrets.clerk)
      const submit = page.getByRole('button', { name: '建立单位' })
      const sure = page.getByLabel('已与公章和证书核对')
      const done = page.getByRole('heading', { level: 1, name: unit.name })
      await submit.click()
      await done.or(sure).first().waitFor()
      if (await sure.isVisible()) {
        await sure.check()
        await submit.click()
      }
      await done.waitFor()
    },
    async restore(file, clerk, passphrase) {
      await page.getByText('已有单位密钥文件？').click()
      const form = page.locator('details').filter({ hasText: '已有单位密钥文件？' })
      await form.locator('input[type=file]').setInputFiles(file)
      if (passphrase !== undefined) await form.getByLabel('这份备份的口令').fill(passphrase)
      await form.getByLabel('您的姓名').fill(clerk)
      await form.getByLabel('解锁口令').fill(secrets.clerk)
      await form.getByLabel('保管人口令').fill(secrets.officer1)
      await form.getByRole('button', { name: '恢复单位' }).click()
    },
    async unlock() {
      await page.getByRole('heading', { name: '解锁' }).waitFor()
      await page.getByLabel('口令').fill(secrets.clerk)
      await page.getByRole('button', { name: '解锁' }).click()
      await page.getByRole('navigation', { name: '管理版' }).waitFor()
    },
    async open(name) {
      const link = page.getByRole('navigation', { name: '管理版' }).getByRole('link', { name, exact: true })
      await link.click()
      await link.and(page.locator('[aria-current=page]')).waitFor()
      if (name !== '本单位') await page.getByRole('heading', { level: 1, name }).waitFor({ state: 'attached' })
    },
    async connect(loginName) {
      await this.open('网上同步')
      await page.getByRole('button', { name: '查找服务器' }).click()
      await page.getByLabel('登录名').fill(loginName)
      await page.getByLabel('口令').fill(staffPassword)
      await page.getByRole('button', { name: '登录', exact: true }).click()
      await page.getByRole('button', { name: '连接这台服务器' }).click()
      await page.getByText('连接了服务器').waitFor()
    },
    async signInAgain(loginName) {
      await this.open('网上同步')
      const isOut = page.getByText('登录已过期')
      await isOut.or(page.getByText('账号：')).first().waitFor()
      if (!(await isOut.isVisible())) return
      await page.getByLabel('登录名').fill(loginName)
      await page.getByLabel('口令').fill(staffPassword)
      await page.getByRole('button', { name: '登录', exact: true }).click()
      await page.getByText('账号：').waitFor()
    },
    async sync() {
      await this.open('网上同步')
      const button = page.getByRole('button', { name: '现在同步' })
      const idle = page.getByRole('button', { name: '现在同步', disabled: false })
      await idle.waitFor()
      // Until it is under way the button still stands as it does afterwards.
      await untilChanged(page, button, () => button.click())
      await idle.waitFor()
    },
    async receive(files) {
      const done = page.getByText('接收完成')
      const choose = () => chooseFiles(page, page.getByRole('button', { name: '选择文件…' }), files)
      // What was received before may still say so.
      await ((await done.isVisible()) ? untilChanged(page, done, choose) : choose())
      await done.waitFor()
    },
    async openCase(name) {
      await page.getByRole('region', { name: '人员列表' }).getByRole('link', { name }).click()
      await page.getByRole('heading', { level: 1, name }).waitFor()
      // The name stands in the list; what is pressed before the case was read speaks of nothing.
      await page.locator('.case-desk').locator('.case-trail, .error-note').first().waitFor({ state: 'attached' })
    },
    async pass(name) {
      await this.open('检查')
      await this.openCase(name)
      const all = page.getByRole('button', { name: '以上均已核对' })
      await all.click()
      await all.waitFor({ state: 'detached' })
      await page.getByRole('button', { name: '通过', exact: true }).click()
      await page.getByText(`${name} 已通过。`).waitFor()
    },
  }
}
