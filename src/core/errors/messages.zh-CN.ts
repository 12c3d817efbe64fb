import { speak } from '#core/words/translation.ts'
import type { AppError, ErrorCode, ErrorMessages } from './error-code.ts'
import { byHandMessages } from './by-hand-messages.ts'
import { openedFileMessages } from './opened-file-messages.ts'
import { packMessages } from './pack-messages.ts'
import { receivingMessages } from './receiving-messages.ts'
import { serverConflicts } from './server-conflicts.ts'
import { signInMessages } from './sign-in-messages.ts'
import { signedFileNames } from './signed-file-names.ts'
import { unitStoreMessages } from './unit-store-messages.ts'

const megabytes = (sizeBytes: number): string => (sizeBytes / 1_048_576).toFixed(1)

const untouched = '现有数据没有改动。'

/** The sentence of each error: what happened, what it means, what to do next, what is safe. */
const messages: ErrorMessages = speak('errors', {
  FILE_TOO_LARGE: ({ sizeBytes, limitBytes }) =>
    `这个文件有 ${megabytes(sizeBytes)} MB，超过 ${megabytes(limitBytes)} MB 的上限，没有读入。请确认选对了文件；现有数据没有改动。`,
  FILE_NOT_OPENED: ({ reason }) =>
    `这个文件打不开（${reason}）。请确认它还在原处、没有被别的程序占用；现有数据没有改动。`,
  FOLDER_EMPTY: ({ endings }) =>
    `这个文件夹里没有 ${endings} 文件。请核对是不是这个文件夹、文件是不是还在压缩包里；什么也没有生成。`,
  FILE_NOT_TEXT: () => '这个文件不是采报的文件（内容不是文字），没有读入。请确认选对了文件；现有数据没有改动。',
  FILE_NOT_JSON: () => '这个文件不完整，或不是采报的文件，没有读入。请让对方重新生成或重新拷贝；现有数据没有改动。',
  RECORD_SHAPE_BAD: ({ path }) => `记录在“${path}”处的格式不对，没有读入。请让对方重新生成文件；现有数据没有改动。`,
  RECORD_FIELD_UNKNOWN: ({ path }) =>
    `记录里有本软件不认识的栏目“${path}”，没有读入。请先更新软件再试；现有数据没有改动。`,
  RECORD_SCHEME_UNKNOWN: ({ found }) =>
    `这份记录属于另一个采集方案“${found}”，没有读入。请确认选对了文件；现有数据没有改动。`,
  FILE_FOR_PERSON: ({ name }) =>
    `这是${signedFileNames[name]}，是给填报人的，不是报送文件，没有接收。要打开它，请到“个人版”；现有数据没有改动。`,
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
  SEALED_DAMAGED: ({ where }) =>
    `这份密封的报送文件不完整或被改动过（${where}），没有打开。请让本人重新生成报送；他的原始数据没有受影响。`,
  SEALED_ALGORITHM_REFUSED: ({ found }) =>
    `这份报送文件的密封方式“${found}”不被允许，没有打开。请让本人用采报重新生成报送；他的原始数据没有受影响。`,
  SEALED_FOR_OTHERS: () => '这份报送文件是密封给另一个单位的，这里的密钥打不开。请转交收件单位；文件本身没有问题。',
  SIGNED_FILE_NOT_ONE: ({ name }) => `这个文件不是${signedFileNames[name]}，没有读入。请确认选对了文件；${untouched}`,
  SIGNED_FILE_NEWER: ({ name, found }) =>
    `这份${signedFileNames[name]}的格式是“${found}”，比本软件新，没有读入。请先更新软件再试；${untouched}`,
  SIGNED_FILE_DAMAGED: ({ name, where }) =>
    `这份${signedFileNames[name]}不完整（${where}），没有读入。请向单位重新要一份；${untouched}`,
  SIGNED_FILE_ALGORITHM_REFUSED: ({ name, found }) =>
    `这份${signedFileNames[name]}的签名方式“${found}”不被允许，没有读入。请向单位重新要一份；${untouched}`,
  SIGNED_FILE_SIGNATURE_BAD: ({ name }) =>
    `这份${signedFileNames[name]}在传递中被改动过，没有读入。请向单位重新要一份；${untouched}`,
  CERTIFICATE_REQUEST_FOREIGN: ({ unit, parent }) =>
    `“${unit}”的证书申请写的上级单位是“${parent === '' ? '（没有填）' : parent}”，不是本单位，不能在这里签发。请让对方核对上级单位的名称和代码；${untouched}`,
  CERTIFICATE_KEY_OTHER: ({ unit }) =>
    `证书不是发给“${unit}”现在用的这把密钥的，不能证明它是谁。请该单位用现在的密钥重新申请证书；${untouched}`,
  CERTIFICATE_UNIT_OTHER: ({ unit, found }) =>
    `证书是发给“${found}”的，与“${unit}”的名称、代码或级别不符，不能证明它是谁。请向该单位核实；${untouched}`,
  CERTIFICATE_EXPIRED: ({ unit, until }) =>
    `“${unit}”的证书有效期到 ${until}，已经过期。请该单位换发证书；如果这台电脑的日期不对，请先改正；${untouched}`,
  CERTIFICATE_NOT_YET: ({ unit, from }) =>
    `“${unit}”的证书从 ${from} 起才有效，比签名的时间晚。请核对签发那台电脑的日期后重新生成；${untouched}`,
  CERTIFICATE_ISSUER_OTHER: ({ unit }) =>
    `“${unit}”的证书自称由本单位签发，但不是用本单位的密钥签的，没有接收。请与该单位电话核实后重新签发证书；${untouched}`,
  CERTIFICATE_CHAIN_BROKEN: ({ unit }) =>
    `“${unit}”的证书不是由它的上级单位签发的，不能证明它是谁。请该单位向上级单位重新申请证书；${untouched}`,
  TASK_SCHEME_FOREIGN: ({ found }) =>
    `这个采集任务用的是另一个采集方案“${found}”，这里不能按它填写。请先更新软件，或向单位核实；${untouched}`,
  TASK_EXPIRED: ({ deadline }) => `这个采集任务已于 ${deadline} 截止。请联系单位采集员，要一份新的任务；${untouched}`,
  TASK_SIGNER_CHANGED: () =>
    `这台电脑上已有同一编号的任务，但签发的单位不是同一个，没有替换。请先与单位核对指纹；${untouched}`,
  TASK_LINK_DAMAGED: () => `这个任务链接不完整，没有读入。请完整复制链接，或向单位要任务文件；${untouched}`,
  RETURN_SLIP_UNMATCHED: ({ digest }) =>
    `这台电脑上没有它退回的那份报送（校验码 ${digest}）。请在当时生成报送的电脑上打开，或先恢复备份；${untouched}`,
  DELIVERY_NO_SERVER: () => '没有服务器地址：请用文件交给单位。文件已经生成，内容没有受影响。',
  DELIVERY_OTHER_SERVER: ({ server }) =>
    `这个任务的服务器是 ${server}，与打开采报的地址不同，不能从这里送。请在浏览器里打开 ${server} 上的采报（草稿用备份、恢复带过去），或用文件交给单位；文件已经生成，内容没有受影响。`,
  DELIVERY_NO_CONNECTION: ({ why }) =>
    `${{ offline: '连不上服务器', timeout: '服务器很久没有回答', cut: '回答到一半断了', tooLarge: '收到的回答不像是服务器给的' }[why]}，会自动再试。报送文件在这台电脑上，没有丢失。`,
  DELIVERY_ANSWER_FOREIGN: () =>
    '回答的不是采报服务器，可能是上网登录页或代理。请先打开任意网页完成上网登录；会自动再试，报送文件在这台电脑上，没有丢失。',
  DELIVERY_CHANGED: () =>
    '文件在路上被改动了（可能是代理或网关），服务器没有接收，会自动再试。如果一直这样，请换一个网络，或用文件交给单位；报送文件在这台电脑上，完好无损。',
  DELIVERY_RECEIPT_BAD: () =>
    '服务器的回执对不上这份报送，没有当作送达，会自动再试。如果一直这样，请用文件交给单位；内容没有受影响。',
  SERVER_KEY_OTHER: () =>
    '服务器的签名密钥与任务里写的（或第一次联系时的）不同，没有相信它的回执。请向单位核实服务器是否更换过，并打开单位新发的任务；报送文件在这台电脑上，没有丢失。',
  SERVER_ANSWER_UNKNOWN: ({ code, status }) =>
    `服务器没有接收，原因这个版本还不认识（${code}，${status}）。请更新采报后再试，或用文件交给单位；内容没有受影响。`,
  SERVER_REQUEST_BAD: ({ where }) =>
    `服务器没看懂这次请求（${where}），没有收下任何内容，两边的版本可能不同。请先更新软件再试；软件已经是最新的，请管理员更新服务器。${untouched}`,
  SERVER_ADDRESS_UNKNOWN: () =>
    `服务器上没有您要的内容（可能刚被删除或移走），或者没有这个地址。请重新载入后再试，或请管理员更新服务器；${untouched}`,
  SERVER_BUSY: ({ retryAfterSeconds }) => `服务器现在忙，${retryAfterSeconds} 秒后会自动再试；内容都在这台电脑上。`,
  SERVER_FAILED: () => '服务器出了问题，这次没有收下。稍后会自动再试；内容都在这台电脑上。',
  SERVER_TOKEN_BAD: ({ why }) =>
    `${{ missing: '采集任务里没有上传令牌', unknown: '服务器不认识这个采集任务的令牌', revoked: '单位收回了这个采集任务的令牌', expired: '这个采集任务的令牌过期了' }[why]}，没有上传。请向单位要新的采集任务，或把文件交给单位；内容都在这台电脑上。`,
  SERVER_SIGN_IN_NEEDED: () => `要先登录才能继续。请登录后再试；${untouched}`,
  SERVER_OTHER_ACCOUNT: ({ name }) =>
    `这个浏览器里已换成“${name}”登录，这次没有提交。请重新登录，或重新载入后用这个账号继续；${untouched}`,
  SERVER_FORBIDDEN: () => `您的账号不能看或改这些内容。需要的话请找管理员；${untouched}`,
  ...signInMessages,
  ...byHandMessages,
  CODE_REFUSED: () => `这个邀请码或设置码不对，或者已经用过、过期、被收回。请向发给您的人要一个新的。`,
  LOGIN_NAME_TAKEN: () => `这个登录名已经有人用了。请换一个；邀请码仍然有效。`,
  ORG_CODE_TAKEN: ({ orgCode }) =>
    `机构代码“${orgCode}”在这台服务器上已经有单位用了，没有增加。请核对代码；代码没有错的，请上级管理员查清是谁用了。${untouched}`,
  ORG_MOVE_REFUSED: () => `单位不能移到自己的下级之下，也不能由自己换上级。请由上级管理员移动；${untouched}`,
  UNIT_SERVER_KEY_OTHER: () =>
    '服务器的签名密钥与这台电脑第一次连接时的不同，什么也没有送去，也没有取来。请向管理服务器的人核实是否更换过；确实换过的，请断开连接后重新连接，再给大家发新的采集任务。这台电脑上的内容没有改动。',
  UNIT_NOT_ON_SERVER: ({ unit }) =>
    `服务器的单位表里没有“${unit}”的机构代码，任务没有签发。请让管理员先把本单位加进去；${untouched}`,
  ORG_SHEET_BAD: ({ row, column }) =>
    `单位表第 ${row} 行看不懂（${column}），一个单位也没有导入。请照样表改好后再导入；${untouched}`,
  ORG_IMPORT_REFUSED: ({ row, why }) =>
    `单位表第 ${row} 行${{ parentUnknown: '的上级代码找不到', twice: '的机构代码重复了', circle: '的上下级绕成了圈', elsewhere: '的机构代码已在别的上级下面，请到那里改', taken: '的机构代码在这台服务器上已经有单位用了，不在您管的范围里，请核对代码或请上级管理员查', own: '是您自己的单位，名称、级别和区划请上级改' }[why]}，一个单位也没有导入。请改好后再导入；${untouched}`,
  SERVER_CONFLICT: ({ where }) => serverConflicts.get(where) ?? '别处刚刚改过，这次没有覆盖它。请重新载入后再试。',
  TASK_TOKENS_FULL: ({ most }) => `这个采集任务已有 ${most} 个令牌，没有再发；发出的照常能用。请另发一个采集任务。`,
  SERVER_LOG_OTHER: () =>
    '服务器恢复到了较早的备份，之后收到的可能丢了。正在从头核对，缺的会从这台电脑自动补送；这里的内容没有受影响。',
  RECEIPT_OTHER: ({ why }) =>
    `这份回执${{ submission: '不是这份报送文件的', server: '不是您指定的服务器签发的' }[why]}，不能作为送达的凭证。请核对文件和指纹；${untouched}`,
  UPLOAD_TASK_OTHER: () =>
    '这份报送是为另一个采集任务生成的，服务器没有收下。请用对应的采集任务重新生成报送；内容都在这台电脑上。',
  UPLOAD_CLAIM_BAD: () => '这份密封报送的随附说明不符，服务器没有收下。请重新生成报送；内容都在这台电脑上。',
  SUBMISSION_ERASED: () =>
    '这份报送的内容已经应要求从服务器上删除，所以没有再收同一份。要重新报送，请重新生成一份再交；这台电脑上的内容没有受影响。',
  RETURN_OVER: () => '同事已经撤回退回，或已经审核通过，所以这张退回单没有再送给本人。要退回请再退回一次。',
  ERASURE_DISPUTED: ({ records }) =>
    `没有删除：有 ${records} 份密封报送自称是这个校验码，服务器无法判断是谁的。请让单位先接收（打开）报送再删除，或按记录编号删除。`,
  DEVICE_REQUEST_BAD: () => `服务器没有认出这台设备的签名。会自动再试；${untouched}`,
  DEVICE_CLOCK_OFF: () => `这台设备的时钟与服务器相差太多，会按服务器的时间再试一次。请校准日期和时间；${untouched}`,
  ...openedFileMessages,
  ZIP_DAMAGED: () => '压缩包（或其中的这个文件）不完整，没有接收。请重新压缩或重新拷贝；原来的文件没有受影响。',
  ZIP_TOO_LARGE: () => '压缩包解开后太大或文件太多，没有接收。请分成几个压缩包，或直接选择文件夹。',
  ZIP_ENCRYPTED: () => '压缩包加了密码，打不开。请先解压，再选择里面的文件。',
  ZIP_NESTED: () => '压缩包里还有压缩包，没有打开。请先解压，再选择里面的文件。',
  SPREADSHEET_NOT_ONE: () => '这个文件不是表格。请选择 Excel 工作簿（.xlsx）或 CSV 文件；旧的 .xls 请先另存为 .xlsx。',
  SPREADSHEET_DAMAGED: () => '表格文件不完整或有不能接受的内容，没有导入。请用 Excel 或 WPS 打开后另存为 .xlsx 再试。',
  SPREADSHEET_TOO_LARGE: () => '表格太大，没有导入。请删去多余的行列，或分成几个文件。',
  PACK_NOT_ONE: () => `这个文件不是上报包（.rpz），没有接收。请确认选对了文件；${untouched}`,
  PACK_TOO_LARGE: () => `这个上报包展开后大得不合常理，没有接收。请向下级单位核实文件来源；${untouched}`,
  PACK_INCOMPLETE: ({ expected, found }) =>
    `这个上报包不完整：应有 ${expected} 份，只核对出 ${found} 份，全部没有接收。请让下级单位重新拷贝或重新上报；${untouched}`,
  PACK_LINE_FOREIGN: ({ position }) =>
    `上报包里第 ${position} 份与目录不符，全部没有接收。请让下级单位重新上报；${untouched}`,
  PACK_NOT_COUNTERSIGNED: ({ position }) =>
    `上报包里第 ${position} 份没有上报单位的签名，全部没有接收。请让下级单位重新上报；${untouched}`,
  INCLUSION_WRONG: () => '这份上报凭证与它自己的校验不符，不能作为证明。请向单位重新要一份。',
  REVIEW_STEP_REFUSED: () => `这个人的个案现在不能这样处理，可能刚在别处处理过。请刷新后再看；${untouched}`,
  REVIEW_CONTENT_NEWER: () =>
    `按下时看的不是现在的内容（换了下一人，或内容换了新的一版），这一步没有记下，写下的还在。请先对照现在的内容，再做一次；${untouched}`,
  REVIEW_STEP_UNREADABLE: ({ place }) =>
    `有一处内容太长或格式不对（${place}），记下后会读不回来，所以这一步没有记下。请改短后再做一次；${untouched}`,
  REVIEW_CONFLICT: ({ expected, found }) =>
    `这个人的个案刚在别处处理过（第 ${found} 步，应为第 ${expected} 步），这一步没有记下。请刷新后再处理；${untouched}`,
  SYNC_STEP_UNREADABLE: () =>
    `服务器上有一步审核记录不是用本单位的密钥加密的，没有采用；这个人暂不同步。请确认各台电脑用的是同一份单位密钥文件；${untouched}`,
  SYNC_TRAIL_DIFFERS: () =>
    `服务器上的审核记录与这台电脑记下的对不上，这个人暂不同步。请不要清除这台电脑的数据，联系服务器管理员核对；${untouched}`,
  SYNC_CASE_ERASED: () =>
    '应本人要求，服务器上这个人的报送已经删除，所以不再同步。这台电脑上的还在；请按本单位的规定处理，要重新报送请让本人重新生成一份。',
  SYNC_PAYLOAD_MISSING: () =>
    `同事处理的那一份报送还没有传到这台电脑，少了它做不了。请让同事联网同步一次，再在这里同步；${untouched}`,
  BACKUP_NOT_ONE: () => '这个文件不是采报的备份（.bak），没有恢复。请确认选对了文件；现有数据没有改动。',
  BACKUP_VERSION_NEWER: ({ found }) =>
    `这份备份的格式是“${found}”，比本软件新，没有恢复。请先更新软件再试；备份和现有数据都没有改动。`,
  BACKUP_DAMAGED: ({ where }) =>
    `这份备份不完整或被改动过（${where}），没有恢复。请换一份备份，或回原来的电脑重新备份；现有数据没有改动。`,
  BACKUP_ALGORITHM_REFUSED: ({ found }) =>
    `这份备份的加密方式不被允许（${found}），没有恢复。请用采报重新备份；现有数据没有改动。`,
  BACKUP_PASSPHRASE_WRONG: () =>
    '口令不对，备份没有打开。请核对大小写和输入法再试，次数不限；备份和现有数据都没有改动。',
  BACKUP_NOT_WRITABLE: ({ where }) =>
    `内容写进备份后会读不回来（${where}），没有生成备份。请把记录存到文件，交给技术人员查看；${untouched}`,
  BACKUP_OTHER_UNIT: ({ found, ours }) =>
    `这是“${found}”的备份，本机的单位是“${ours}”，没有恢复，本机的数据没有变。请换用本单位的备份。`,
  BACKUP_NOT_SAME: () => '选的文件与刚才生成的备份不一致，没有算作副本。请选刚才保存的那个文件，或重新备份。',
  MERGED_TOO_LONG: ({ name, most }) =>
    `“${name}”按所选合并，有一张表超过 ${most} 行，一份记录放不下，还没有恢复。请少选几行，或选“两份都留”；备份和现有数据都没有改动。`,
  MIRROR_FAILED: ({ folder, reason }) =>
    `没能把副本写到文件夹“${folder}”（${reason}）。请看看 U 盘是否插着、空间够不够，再点“现在存一份”；您填写的内容仍在这个浏览器里。`,
  CORRECTION_EMPTY: () => '没有要修改的内容：填写的值与原来一样。现有数据没有改动。',
  UNIT_KEY_FILE_BAD: () => `这个文件不是单位密钥文件，或已经损坏，没有打开。请换一份备份的密钥文件；${untouched}`,
  UNIT_CERTIFICATES_CHANGED: () =>
    `另一个标签页刚装入过单位证书或换过密钥，这次没有装入，现在显示的是那边装的。请核对有效期，还需要的话再装一次；${untouched}`,
  UNIT_KEYS_CHANGED: () => `另一个标签页刚换过单位密钥，这次的不作数。请刷新网页再看；${untouched}`,
  UNIT_MISSING: () => '这台电脑上还没有建立单位。请先建立单位，或用单位密钥文件恢复。',
  UNIT_SHAPE_BAD: ({ field }) => `“${field}”填写得不对，单位没有建立。请按公章和组织机构代码证书核对后再填。`,
  USER_NAME_BAD: ({ longest }) =>
    `姓名不能空着，不能超过 ${longest} 个字，也不能含有看不见的字符，没有设口令。请重新输入姓名。`,
  USER_NAME_TAKEN: ({ name }) =>
    `已经有叫“${name}”的采集员，没有改动，原来的口令照旧能用。同名的两个人请在姓名后加以区别，如“${name}（二）”。`,
  USER_LAST: ({ name }) =>
    `“${name}”是最后一位能打开这里数据的采集员，没有移除。请先增加另一位采集员，再由他移除；数据没有受影响。`,
  USER_REMOVED: ({ name }) =>
    `“${name}”的口令已经打不开这里的数据（在另一个页面被移除或改过），不能再增加、修改或移除采集员，没有做任何改动。请锁定，再用现在的口令解锁。`,
  USER_UNKNOWN: ({ name }) => `“${name}”已经不在名单里（在另一个页面改了名或移除了），没有做任何改动。请看现在的名单。`,
  PASSPHRASE_WRONG: () => '口令不对，没有打开。请核对大小写和输入法后再试；数据没有受影响。',
  ...unitStoreMessages,
  EXPECTED_UNREADABLE: () =>
    '应报名单保存过，但本版本读不了（可能是更新版本的采报保存的，也可能损坏了），所以看不出谁还没有报。名单原样保留：请刷新网页更新到新版本；等不及的，重新导入应报名单，会替换原来的。',
  KEPT_UNREADABLE: () =>
    '这里保存的一项内容本版本读不了：可能是更新版本的采报保存的，也可能损坏了。它原样保留，这一步没有做。请刷新网页更新到新版本；更新后仍读不了的，请联系技术人员。',
  CASE_NOT_PASSABLE: ({ why, count }) =>
    ({
      state: '这个人现在的状态不能直接通过。请先点“重新检查”；现有数据没有改动。',
      errors: `还有 ${count} 处必改，不能通过。请看“检查结果”，修改或退回；现有数据没有改动。`,
      strangers: '这个身份证号报来了两个人，请先确定以谁为准；现有数据没有改动。',
      disputed: `有 ${count} 个单位同时报送了这个人，请先确定由哪个单位报；现有数据没有改动。`,
      unticked: `还有 ${count} 项没有核对，请逐项核对原件后再通过；现有数据没有改动。`,
    })[why],
  REPORT_NOT_ALL_PASSED: ({ open }) =>
    `还有 ${open} 人没有审核通过，没有上报。请先检查完，或选择“只上报已通过的人”；${untouched}`,
  REPORT_UNCHECKED: ({ count, version }) =>
    `有 ${count} 个已通过的人还没有按采集方案 ${version} 版重新检查，没有上报。请等检查完再上报；${untouched}`,
  REPORT_IN_ERROR: ({ count, names }) =>
    `有 ${count} 个已通过的人按现在的规则有必改的问题（${names}），没有上报。请在“检查”里重新检查他们，修改或退回后再上报；${untouched}`,
  REPORT_DISPUTED: ({ count, names }) =>
    `有 ${count} 人由两个单位同时报送（${names}），还没有确定由哪个单位报，没有上报。请在“检查”里打开他们，逐个确定后再上报；${untouched}`,
  REPORT_TWICE: ({ count, names }) =>
    `有 ${count} 人与别人的身份证号相同（${names}），没有上报。请在“检查”里打开他们，改正或搁置后再上报；${untouched}`,
  REPORT_ROSTER_MISSING: () => `还没有打印名册表，没有上报。请先打印名册表并盖章，或选择“这次不附名册表”；${untouched}`,
  REPORT_ROSTER_CHANGED: ({ reported, printed }) =>
    `数据在打印名册表之后改过（要上报 ${reported} 人，名册表 ${printed} 人），没有上报。请重新打印名册表并盖章，使纸上和数据一致；${untouched}`,
  REPORT_NOTHING_NEW: () => `上次上报之后没有变化，没有生成上报包。需要时可以再报一次全部；${untouched}`,
  INCLUSION_UNAVAILABLE: () => `现在采用的这一版不在已上报的包里，出具不了凭证。上报之后再出具；${untouched}`,
  INCLUSION_ELSEWHERE: () =>
    `他的报送是在本单位的另一台设备上报的，那个包的目录不在这里，出具不了凭证。网上报的请先联网同步一次再出具；用 U 盘报的，请在那台设备上出具。${untouched}`,
  SLIP_LINK_DAMAGED: () => '这个退回单链接不完整。请重新扫退回单上的二维码，或请单位把退回单文件（.rtn）发给您。',
  ROSTER_CODE_UNREADABLE: () =>
    '这不是名册表上的校验码。请扫页脚的二维码，或照着页脚输入 16 位校验码（数字和 a–f，连字符可以不打）。',
  ...packMessages,
  SUBMISSION_SCHEME_OTHER: ({ found, ours }) =>
    `这份报送用的采集方案是 ${found}，本单位是 ${ours}，不是同一个方案，没有接收。请与本人核实；${untouched}`,
  FILE_SCHEME_NEWER: ({ found, ours }) =>
    `这个文件是用较新的采集方案 ${found} 版做的，这里是 ${ours} 版，暂时没有接收。请先在“关于代码表”里装入方案更新，再接收一次；文件本身没有问题，${untouched}`,
  PRINT_FONTS_MISSING: ({ characters }) =>
    `这些字的字形还没有取到这台电脑上：${characters}。请连上网络再打印一次，以后没有网络也能印；填写的内容没有受影响。`,
  GLYPHS_UNAVAILABLE: () => '字形没有取全，可能网络断了。请再取一次，已经取到的不用重来；填写的内容没有受影响。',
  PRINT_PARTS_MISSING: () => '打印要用的部分没有取到，请连上网络、刷新网页再打印；填写的内容没有受影响。',
  PRINT_FAILED: ({ reason }) => `没有生成 PDF（${reason}）。请再试一次；填写的内容没有受影响。`,
  STORAGE_UNAVAILABLE: ({ reason }) =>
    `这个浏览器不让本软件保存数据（${reason}）。请退出无痕模式，或换一个浏览器再填；现在填的内容关掉网页就会丢失。`,
  STORAGE_READ_FAILED: ({ reason }) => `存在浏览器里的数据暂时读不出来（${reason}）。请刷新网页再试；数据没有改动。`,
  STORAGE_WRITE_FAILED: ({ reason }) =>
    `刚才的修改没有存进浏览器（${reason}）。请不要关闭或刷新本页，点“再试一次”；还是不行，点“存到文件”保住现在的内容，再刷新网页。没有这两个按钮的，把刚才那一步再做一次。`,
  STORAGE_FULL: ({ reason }) =>
    `磁盘空间不够，刚才的修改没有存下来（${reason}）。请不要关闭或刷新本页，清理磁盘空间后点“再试一次”；不放心的，先点“存到文件”。没有这两个按钮的，清理后把刚才那一步再做一次。`,
  ...receivingMessages,
  STORAGE_NEWER_VERSION: () =>
    '这台电脑上的数据是由更新版本的采报保存的，本版本不会改动它。请刷新网页，更新到新版本后再打开。',
  STORAGE_BLOCKED: () =>
    '采报正在另一个标签页里使用旧版本，暂时无法升级数据。请关闭其他采报标签页，再刷新本页；数据没有改动。',
  STORAGE_ERASED: () =>
    '存在浏览器里的数据刚才被清除了，本页的内容还在。请先点“存到文件”保住它，再刷新网页，到首页点“从抢救文件恢复”。',
  RESCUE_NOT_ONE: ({ path }) =>
    `这个文件不是采报的抢救文件，或者不完整（${path || '开头'}），没有读入。请确认选对了文件；现有数据没有改动。`,
  RESCUE_VERSION_NEWER: ({ found }) =>
    `这个抢救文件的格式是“${found}”，比本软件新，没有读入。请先更新软件再试；文件本身没有问题，现有数据没有改动。`,
  DRAFT_MISSING: () =>
    '这份草稿已经不在这台电脑上，可能被删除了。请回到首页查看“最近删除”；那里也没有，而以前报送过的，可以在“报送记录”里从最后一份接着填。',
  DRAFT_CONFLICT: ({ expected, found }) =>
    `这份草稿在别处有了新的修改（第 ${found} 次保存，本页是第 ${expected} 次）。本页没有覆盖它；请刷新后继续填写。`,
  DRAFT_LOCKED: () => '这份记录已上锁，要输入口令才能打开。内容完好。',
  DRAFT_OPEN_ELSEWHERE: () =>
    '这份记录还在另一个标签页里开着，那里的修改没能确认都存上了，所以没有上锁。请到那个标签页看一看，存好后关掉它再上锁；内容没有改动。',
  LOCK_PASSPHRASE_WRONG: () => '口令不对，没有打开。请核对大小写和输入法再试，次数不限；内容完好。',
  DRAFT_UNREADABLE: ({ path }) =>
    `这份草稿在“${path}”处读不出来，已原样保留，没有改动。请把它存到文件，交给单位采集员或技术人员查看。`,
  DEVICE_KEY_UNREADABLE: () =>
    '这台电脑上的签名密钥读不出来，没有生成报送。请联系单位采集员或技术人员；填写的内容没有受影响。',
  SCHEME_UNAVAILABLE: ({ reason }) =>
    `采集方案没有取到（${reason === 'offline' ? '没有网络' : reason}）。请检查网络后重试；已经填写的内容都还在这台电脑上。`,
  CHARACTERS_UNAVAILABLE: () =>
    '生僻字表还没有取到这台电脑上。请连上网络再打开一次，以后没有网络也能用；填写的内容没有受影响。',
  SCHEME_CHANGED: ({ used }) =>
    `采集方案已经换过，这一页还在用 ${used} 版，所以没有做。请刷新这一页再做；数据没有改动。`,
  SCHEME_FOREIGN: ({ found }) => `这是另一个采集方案“${found}”的更新，没有装入。请确认选对了文件；${untouched}`,
  SCHEME_NOT_NEWER: ({ found, ours }) => `这个更新是 ${found} 版，不比现在的 ${ours} 版新，没有装入。${untouched}`,
  SCHEME_SIGNER_CHANGED: () => `这个更新的发布者与以前装过的不是同一个，没有装入。请向发布单位核实指纹；${untouched}`,
  BUNDLE_SHAPE_BAD: ({ path }) =>
    `这个采集方案包在“${path}”处的格式不对，没有装入。请重新下载，或先更新软件；现有方案和数据没有改动。`,
  BUNDLE_DIGEST_BAD: () => '这个采集方案包与它的校验码不符，没有装入。请重新下载；现有方案和数据没有改动。',
})

/** Whether this is the name of an error of this version; what was stored by another may have others. */
export const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(messages, code)

/** The Chinese sentence a person reads for this error. */
export function toChinese<C extends ErrorCode>(error: AppError<C>): string
export function toChinese(error: AppError): string {
  const message: (params: never) => string = messages[error.code]
  // eslint-disable-next-line typescript/no-unsafe-type-assertion -- the code picks message and params together
  return message(error.params as never)
}
