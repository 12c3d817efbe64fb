import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readCertificate } from '#core/certificate/check-certificates.ts'
import { readCertificateRequest } from '#core/certificate/issue-certificate.ts'
import { sealSubmission } from '#core/submission/seal-submission.ts'
import { readTask } from '#core/task/read-task.ts'
import { signTask } from '#core/task/sign-task.ts'
import { formatFingerprint } from '#core/unit/fingerprint.ts'
import { findAxeViolations } from '#tests/support/axe.ts'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { aCertificate, withCertificate } from '#tests/support/certified.ts'
import { chooseFiles } from '#tests/support/choose-files.ts'
import { managing, secrets } from '#tests/support/managing.ts'
import { anotherPerson, submissionOf } from '#tests/support/more-people.ts'
import { aPack } from '#tests/support/packs.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { signSubmission } from '#core/submission/sign-submission.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'
import { aBureau, aTaskContent, aUnit } from '#tests/support/units.ts'

let folder: string
let school: OpenedApp
let bureau: OpenedApp
let request: string
let certificate: string
let firstTask: string

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

const issued = new Set<string>()

/** The task that was issued now; the list shows the ones before until it stands there. */
async function issueTask(): Promise<string> {
  const { page } = school
  await managing(school).open('本单位')
  await button(page, '签发采集任务').click()
  const save = page.getByRole('button', { name: '保存 .task 文件' }).first()
  for (;;) {
    const text = await (await school.download(() => save.click())).text()
    if (issued.has(text)) continue
    issued.add(text)
    return text
  }
}

async function openTask(page: Page, text: string): Promise<void> {
  await chooseFiles(page, button(page, '打开任务文件…'), [{ name: 'a.task', text }])
  await page.getByRole('heading', { name: '收到一份采集任务' }).waitFor()
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'caibao-certificates-'))
  school = await openApp({ path: '/unit' })
  bureau = await openApp({ path: '/unit' })
  await managing(school).setUp(aUnit)
  await managing(bureau).setUp(aBureau)
})
afterAll(async () => {
  await school.close()
  await bureau.close()
  await rm(folder, { recursive: true, force: true })
})

describe('a unit certificate', () => {
  test('is asked for by the unit, whose fingerprint is its key', async () => {
    const { page } = school
    firstTask = await issueTask()
    await page.getByText('还没有证书：填报人和上级要按指纹核对。').waitFor()
    request = await (await school.download(() => button(page, '生成证书申请').click())).text()
    const read = await readCertificateRequest(request)
    expect(read).toMatchObject({ ok: true, value: { content: { unit: aUnit } } })
    await page.getByText('请把它交给上级单位').waitFor()
  })

  test('is issued by the unit above only after the fingerprint that was heard fits', async () => {
    const { page } = bureau
    await page.getByRole('link', { name: '给下级单位签发证书' }).click()
    await chooseFiles(page, button(page, '打开证书申请…'), [{ name: 'a.ucr', text: request }])
    await page.getByText(aUnit.orgCode).waitFor()
    const read = await readCertificateRequest(request)
    const fingerprint = formatFingerprint(read.ok ? read.value.signer : '')
    await page.getByLabel('电话里听到的指纹').fill(`0000-${fingerprint.slice(5)}`)
    await page.getByText('第 1 组不同').waitFor()
    expect(await button(page, '签发证书').isDisabled()).toBe(true)
    await page.getByLabel('电话里听到的指纹').fill(fingerprint.replaceAll('-', ' '))
    await page.getByText('八组全部相同').waitFor()
    expect(await findAxeViolations(page)).toEqual([])
    certificate = await (await bureau.download(() => button(page, '签发证书').click())).text()
    await page.getByRole('cell', { name: fingerprint }).waitFor()
    await page.getByText(`已给 ${aUnit.name} 签发证书`).waitFor()
    expect(await findAxeViolations(page)).toEqual([])
  })

  test('is installed by the unit it is for, and carried by its tasks', async () => {
    const { page } = school
    const other = await aCertificate(aUnit, await aSigningKey(), { unit: aBureau, key: await aSigningKey() })
    await chooseFiles(page, button(page, '装入证书…'), [{ name: 'other.uct', text: other }])
    await page.getByText('CERTIFICATE_KEY_OTHER').waitFor()
    await chooseFiles(page, button(page, '装入证书…'), [{ name: 'a.uct', text: certificate }])
    await page.getByText('由 北流市教育局 证明').waitFor()
    const task = await readTask(await issueTask())
    expect(task.ok && task.value.certificates.length).toBe(1)
  })

  test('shows the person who certifies the unit, and later that the top is known', async () => {
    const person = await openApp({ path: '/tasks' })
    const { page } = person
    await openTask(page, await issueTask())
    await page.getByText('由 北流市教育局 证明').waitFor()
    await page.getByText('最上一级 北流市教育局 的指纹').waitFor()
    expect(await findAxeViolations(page)).toEqual([])
    await page.getByRole('button', { name: '已核对，按此任务填写' }).click()
    await page.getByRole('heading', { name: '基本信息' }).first().waitFor()
    await page.goto(`${person.origin}/tasks`)
    await openTask(page, await issueTask())
    await page.getByText('的密钥与以前接受过的任务相同').first().waitFor()
    // Somebody else in the name of the same bureau.
    const [key, forger] = [await aSigningKey(), await aSigningKey()]
    const forged = await withCertificate(key, await aCertificate(aUnit, key, { unit: aBureau, key: forger }))
    await openTask(page, await signTask(aTaskContent({ id: crypto.randomUUID() }), forged))
    await page.getByText('的密钥与以前接受过的任务不同').waitFor()
    // A certificate that ran out, or that is for another key, is not followed at all.
    const terms = { validFrom: '2026-01-01T00:00:00.000Z', validUntil: '2026-11-21' }
    const short = await aCertificate(aUnit, key, { unit: aBureau, key: forger }, terms)
    await openTask(page, await signTask(aTaskContent(), await withCertificate(key, short)))
    await page.getByText('CERTIFICATE_EXPIRED').waitFor()
    await expect.poll(() => page.getByRole('button', { name: '已核对，按此任务填写' }).count()).toBe(0)
    const lent = { ...(await aSigningKey()), certificates: forged.certificates ?? [] }
    await openTask(page, await signTask(aTaskContent(), lent))
    await page.getByText('CERTIFICATE_KEY_OTHER').waitFor()
    await openTask(page, await signTask(aTaskContent(), key))
    await page.getByText('请与单位公布的指纹核对').first().waitFor()
    await person.close()
  })

  test('proves a pack to the unit above; a pack without one shows its fingerprint, another key is refused', async () => {
    const { page } = bureau
    const submission = await signSubmission(aSubmissionContent({}, anotherPerson('韦晓', 21)), await aSigningKey())
    const [second, third] = await Promise.all(
      ['莫言', '黄杏'].map(async (name, at) =>
        signSubmission(aSubmissionContent({}, anotherPerson(name, 22 + at)), await aSigningKey()),
      ),
    )
    const stranger = join(folder, 'stranger.rpz')
    await writeFile(stranger, await aPack([submission], { unit: aUnit, key: await aSigningKey() }))
    const unknown = { ...aUnit, name: '北流市第二中学', orgCode: '12450981498811299Y' }
    const fresh = join(folder, 'fresh.rpz')
    await writeFile(fresh, await aPack(second ? [second] : [], { unit: unknown, key: await aSigningKey() }))
    await managing(bureau).open('接收报送')
    await managing(bureau).receive([stranger, fresh])
    await page.getByText('签名的密钥与该单位以前的不同').waitFor()
    const packs = page.getByRole('region', { name: '收到的上报包' })
    await packs.getByText('没有本单位签发的证书').waitFor()
    await expect.poll(() => packs.getByRole('listitem').count()).toBe(1)

    // The unit itself: receives, passes and reports with its certificate.
    const own = join(folder, 'own.rpu')
    await writeFile(own, third?.text ?? '')
    await managing(school).open('接收报送')
    await managing(school).receive([own])
    const pack = await reportEverybody()
    await managing(bureau).open('接收报送')
    await managing(bureau).receive([pack])
    await packs.getByText('由本单位签发的证书证明').waitFor()
  })
})

/** Passes the one person of the school and reports; the path of the pack. */
async function reportEverybody(): Promise<string> {
  const { page } = school
  await managing(school).open('检查')
  await managing(school).openCase('黄杏')
  await page.getByRole('button', { name: '以上均已核对' }).click()
  await page.getByRole('button', { name: '以上均已核对' }).waitFor({ state: 'detached' })
  await button(page, '通过').click()
  await page.getByText('黄杏 已通过。').waitFor()
  await managing(school).open('上报')
  await page.getByRole('checkbox', { name: '这次不附名册表' }).check()
  const file = await school.download(() => page.getByRole('button', { name: '上报 1 人' }).click())
  return file.path
}

describe('new keys of a unit', () => {
  test('open what was sealed to the old ones, and ask for a certificate that replaces the old', async () => {
    const { page } = school
    await managing(school).open('本单位')
    await page.getByText('更换密钥', { exact: true }).first().click()
    await page.getByLabel('现在任一保管人的口令').fill('不是这个口令')
    await page.getByLabel('新的第 1 位保管人的口令').fill('新保管人甲的口令')
    await page.getByLabel('新的第 2 位保管人的口令').fill('新保管人乙的口令')
    await button(page, '更换密钥').click()
    await page.getByText('PASSPHRASE_WRONG').waitFor()
    await page.getByLabel('现在任一保管人的口令').fill(secrets.officer2)
    await button(page, '更换密钥').click()
    await page.getByText('密钥已更换').waitFor()
    await page.getByText('还没有证书：填报人和上级要按指纹核对。').waitFor()
    const renewed = await readCertificateRequest(
      await (await school.download(() => button(page, '生成证书申请').click())).text(),
    )
    const before = await readCertificateRequest(request)
    if (!renewed.ok || !before.ok) throw new Error('requests must read')
    expect(renewed.value.content.replaces).toBe(before.value.signer)
    expect(renewed.value.signer).not.toBe(before.value.signer)

    const task = await readTask(firstTask)
    const key = task.ok ? task.value.content.encryptionKey : undefined
    if (!key) throw new Error('the task seals')
    const sealed = join(folder, 'sealed.rpu')
    await writeFile(
      sealed,
      await sealSubmission(await submissionOf(anotherPerson('覃蓝', 31), await aSigningKey()), [key]),
    )
    await managing(school).open('接收报送')
    await managing(school).receive([sealed])
    await page.getByRole('cell', { name: '覃蓝' }).waitFor()
  })

  test('are told to the unit above before it certifies them, and then the old key reports no more', async () => {
    const { page } = bureau
    await managing(school).open('本单位')
    const file = await school.download(() => button(school.page, '生成证书申请').click())
    const text = await file.text()
    await page.goto(`${bureau.origin}/unit/certificates`)
    await managing(bureau).unlock()
    await chooseFiles(page, button(page, '打开证书申请…'), [{ name: 'b.ucr', text }])
    await page.getByText('这个单位换了密钥').waitFor()
    const read = await readCertificateRequest(text)
    await page.getByLabel('电话里听到的指纹').fill(formatFingerprint(read.ok ? read.value.signer : ''))
    const answer = await bureau.download(() => button(page, '签发证书').click())
    await page.getByText('已被新证书取代').waitFor()
    const renewed = await readCertificate(await answer.text(), new Date().toISOString())
    expect(renewed).toMatchObject({ ok: true, value: { standing: { replaces: expect.any(String) } } })
  })
})
