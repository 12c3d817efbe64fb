import type { AppError, ErrorCode, ErrorParams } from './error-code.ts'

const megabytes = (sizeBytes: number): string => (sizeBytes / 1_048_576).toFixed(1)

// What happened, what it means, what to do next, what is safe.
const messages: { readonly [C in ErrorCode]: (params: ErrorParams[C]) => string } = {
  FILE_TOO_LARGE: ({ sizeBytes, limitBytes }) =>
    `这个文件有 ${megabytes(sizeBytes)} MB，超过 ${megabytes(limitBytes)} MB 的上限，没有读入。请确认选对了文件；现有数据没有改动。`,
  FILE_NOT_OPENED: ({ reason }) =>
    `这个文件打不开（${reason}）。请确认它还在原处、没有被别的程序占用；现有数据没有改动。`,
  FILE_NOT_TEXT: () => '这个文件不是采报的文件（内容不是文字），没有读入。请确认选对了文件；现有数据没有改动。',
  FILE_NOT_JSON: () => '这个文件不完整，或不是采报的文件，没有读入。请让对方重新生成或重新拷贝；现有数据没有改动。',
  FILE_TOO_DEEP: ({ limit }) => `这个文件的结构超过 ${limit} 层，不是采报生成的，没有读入；现有数据没有改动。`,
  FILE_KEY_FORBIDDEN: ({ key }) => `这个文件含有不允许的内容“${key}”，没有读入；现有数据没有改动。`,
  RECORD_SHAPE_BAD: ({ path }) => `记录在“${path}”处的格式不对，没有读入。请让对方重新生成文件；现有数据没有改动。`,
  RECORD_FIELD_UNKNOWN: ({ path }) =>
    `记录里有本软件不认识的栏目“${path}”，没有读入。请先更新软件再试；现有数据没有改动。`,
  RECORD_SCHEME_UNKNOWN: ({ found }) =>
    `这份记录属于另一个采集方案“${found}”，没有读入。请确认选对了文件；现有数据没有改动。`,
  SUBMISSION_NOT_ONE: () => '这个文件不是报送文件（.rpu），没有接收。请确认选对了文件；现有数据没有改动。',
  SUBMISSION_VERSION_NEWER: ({ found }) =>
    `这份报送文件的格式是“${found}”，比本软件新，没有接收。请先更新软件再试；文件本身没有问题。`,
  SUBMISSION_SEALED: () =>
    '这份报送文件已密封给收件单位，只有持有该单位密钥的人能打开。请交给收件单位接收；文件本身没有问题。',
  SUBMISSION_DAMAGED: ({ where }) =>
    `这份报送文件不完整（${where}），没有接收。请让本人重新生成报送，不要双击打开或改动文件；他的原始数据没有受影响。`,
  SUBMISSION_ALGORITHM_REFUSED: ({ found }) =>
    `这份报送文件的签名方式“${found}”不被允许，没有接收。请让本人用采报重新生成报送；他的原始数据没有受影响。`,
  SUBMISSION_KEY_MISMATCH: ({ position }) =>
    `这份报送文件第 ${position} 个签名的密钥与编号对不上，没有接收。请让本人重新生成报送；他的原始数据没有受影响。`,
  SUBMISSION_SIGNATURE_BAD: ({ position }) =>
    `这个文件在传递中被改动过（第 ${position} 个签名不符），没有接收。请让本人重新生成报送；他的原始数据没有受影响。`,
  SUBMISSION_NOT_CANONICAL: () =>
    '这份报送文件的内容不是标准写法，可能被别的软件改写过，没有接收。请让本人用采报重新生成报送；他的原始数据没有受影响。',
  SUBMISSION_READ_BACK_FAILED: () =>
    '生成的文件读回核对时不一致，已作废，没有算作报送。请再试一次；填写的内容没有受影响。',
  BACKUP_NOT_ONE: () => '这个文件不是采报的备份（.bak），没有恢复。请确认选对了文件；现有数据没有改动。',
  BACKUP_VERSION_NEWER: ({ found }) =>
    `这份备份的格式是“${found}”，比本软件新，没有恢复。请先更新软件再试；备份和现有数据都没有改动。`,
  BACKUP_DAMAGED: ({ where }) =>
    `这份备份不完整或被改动过（${where}），没有恢复。请换一份备份，或回原来的电脑重新备份；现有数据没有改动。`,
  BACKUP_ALGORITHM_REFUSED: ({ found }) =>
    `这份备份的加密方式不被允许（${found}），没有恢复。请用采报重新备份；现有数据没有改动。`,
  BACKUP_PASSPHRASE_WRONG: () =>
    '口令不对，备份没有打开。请核对大小写和输入法再试，次数不限；备份和现有数据都没有改动。',
  BACKUP_NOT_SAME: () => '选的文件与刚才生成的备份不一致，没有算作副本。请选刚才保存的那个文件，或重新备份。',
  STORAGE_UNAVAILABLE: ({ reason }) =>
    `这个浏览器不让本软件保存数据（${reason}）。请退出无痕模式，或换一个浏览器再填；现在填的内容关掉网页就会丢失。`,
  STORAGE_READ_FAILED: ({ reason }) => `存在浏览器里的数据暂时读不出来（${reason}）。请刷新网页再试；数据没有改动。`,
  STORAGE_WRITE_FAILED: ({ reason }) =>
    `刚才的修改没有存进浏览器（${reason}）。请先点“存到文件”保住现在的内容，再刷新网页。`,
  STORAGE_FULL: ({ reason }) =>
    `磁盘空间不够，刚才的修改没有存下来（${reason}）。请先点“存到文件”保住现在的内容，清理磁盘后刷新网页。`,
  STORAGE_NEWER_VERSION: () =>
    '这台电脑上的数据是由更新版本的采报保存的，本版本不会改动它。请刷新网页，更新到新版本后再打开。',
  STORAGE_BLOCKED: () =>
    '采报正在另一个标签页里使用旧版本，暂时无法升级数据。请关闭其他采报标签页，再刷新本页；数据没有改动。',
  DRAFT_MISSING: () => '这份草稿已经不在这台电脑上，可能在另一个标签页里被删除了。请回到首页查看“最近删除”。',
  DRAFT_CONFLICT: ({ expected, found }) =>
    `这份草稿在别处有了新的修改（第 ${found} 次保存，本页是第 ${expected} 次）。本页没有覆盖它；请刷新后继续填写。`,
  DRAFT_UNREADABLE: ({ path }) =>
    `这份草稿在“${path}”处读不出来，已原样保留，没有改动。请把它存到文件，交给单位采集员或技术人员查看。`,
  DEVICE_KEY_UNREADABLE: () =>
    '这台电脑上的签名密钥读不出来，没有生成报送。请联系单位采集员或技术人员；填写的内容没有受影响。',
  SCHEME_UNAVAILABLE: ({ reason }) =>
    `采集方案没有取到（${reason}）。请检查网络后重试；已经填写的内容都还在这台电脑上。`,
  BUNDLE_SHAPE_BAD: ({ path }) =>
    `这个采集方案包在“${path}”处的格式不对，没有装入。请重新下载，或先更新软件；现有方案和数据没有改动。`,
  BUNDLE_DIGEST_BAD: () => '这个采集方案包与它的校验码不符，没有装入。请重新下载；现有方案和数据没有改动。',
}

/** The Chinese sentence a person reads for this error. */
export function toChinese<C extends ErrorCode>(error: AppError<C>): string
export function toChinese(error: AppError): string {
  const message: (params: never) => string = messages[error.code]
  // eslint-disable-next-line typescript/no-unsafe-type-assertion -- the code picks message and params together
  return message(error.params as never)
}
