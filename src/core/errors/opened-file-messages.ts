import type { ErrorMessages, UnitsFile } from './error-code.ts'

const untouched = '现有数据没有改动。'

const ofUnits: { readonly [F in UnitsFile]: string } = {
  certificate: '这是单位之间用的证书文件，填报人用不到。请单位采集员在管理版的“本单位”里打开',
  pack: '这是单位之间用的上报包（.rpz），填报人用不到。请交给单位采集员，在管理版的“接收报送”里接收',
  storeBackup: '这是管理版的整库备份，不是填报人的备份，在这里打不开。请单位采集员在管理版里恢复',
  keyFile: '这是单位密钥文件，填报人用不到。请交还单位的保管人，在管理版里打开',
}

/** Of a file that was not made here, or is not for a person to open: a part of the sentences of errors. */
export const openedFileMessages = {
  FILE_TOO_DEEP: ({ limit }) =>
    `这个文件的结构超过 ${limit} 层，不是采报生成的，没有读入。请确认选对了文件；${untouched}`,
  FILE_KEY_FORBIDDEN: ({ key }) =>
    `这个文件含有不允许的内容“${key}”，不是采报生成的，没有读入。请确认选对了文件；${untouched}`,
  FILE_FOR_UNITS: ({ what }) => `${ofUnits[what]}；${untouched}`,
  FILE_IS_RECEIPT: () =>
    `这是服务器回执：服务器签名写明它收到了哪份报送。它不用打开，请与报送文件一起保存，以后有疑问时交给单位核对；送到哪一步请看“交报情况”。${untouched}`,
  SPREADSHEET_TEXT_DAMAGED: ({ line }) =>
    `这个文件第 ${line} 行有损坏的文字，没有导入。请从原来的程序重新导出，或重新拷贝；找不到原来的，请用 Excel 或 WPS 打开，改好这一行，另存为 .xlsx 再试。${untouched}`,
  FILE_KIND_UNKNOWN: () => `这个文件不是采报的文件，没有打开。请确认选对了文件；${untouched}`,
} satisfies Partial<ErrorMessages>
