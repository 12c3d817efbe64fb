import { counted } from '#core/words/translation.ts'
import { byHandMessagesEn } from './by-hand-messages.en.ts'
import type { ErrorMessages, StaffEntry } from './error-code.ts'

const untouched = 'Nothing that is here was changed.'

/** What stands against a change at the server that nobody else made, by what the server names. */
const conflicts: ReadonlyMap<string, string> = new Map([
  ['used', `This code was used and cannot be taken back; close the account if it should not have been. ${untouched}`],
  [
    'own account',
    `Nobody closes, moves or gives another role to their own account. Ask another administrator. ${untouched}`,
  ],
])

const entries: { readonly [E in StaffEntry]: string } = {
  code: 'This is no invitation or set-up code (it is too long, or empty). Paste the code alone, or the whole link.',
  displayName:
    'The name is empty, longer than 60 characters, or holds characters that cannot be seen (pasted text often does). Type it anew.',
  loginName:
    'A sign-in name takes letters, digits, Chinese characters and . _ - @ only, no spaces or brackets, 64 at most. Change it and send it again.',
  password: 'The new password is too short, or longer than 256 characters. Choose another.',
}

/** What a server answers, and what becomes of what goes to it, in English. */
export const serverMessagesEn = {
  DELIVERY_NO_SERVER: () =>
    'There is no server to send it to: hand the file to your unit. The file is made; its content is not affected.',
  DELIVERY_OTHER_SERVER: ({ server }) =>
    `The task’s server is ${server}, not the address this app came from, so it cannot be sent from here. Open Caibao at ${server} (bring drafts by backup and restore), or hand the file to your unit. The file is made; its content is not affected.`,
  DELIVERY_NO_CONNECTION: ({ why }) =>
    `${{ offline: 'The server cannot be reached', timeout: 'The server did not answer for a long time', cut: 'The answer was cut off', tooLarge: 'What came back is no answer of the server' }[why]}; it is tried again by itself. The submission is on this computer.`,
  DELIVERY_ANSWER_FOREIGN: () =>
    'What answered is not the Caibao server, perhaps a log-in page of the network or a proxy. Open any web page and log in to the network first; it is tried again by itself, and the submission is on this computer.',
  DELIVERY_CHANGED: () =>
    'The file was changed on its way (perhaps by a proxy), so the server did not take it; it is tried again. If it stays so, use another network or hand the file to your unit. The submission on this computer is whole.',
  DELIVERY_RECEIPT_BAD: () =>
    'The server’s receipt does not fit this submission, so it does not count as delivered; it is tried again. If it stays so, hand the file to your unit; its content is not affected.',
  SERVER_KEY_OTHER: () =>
    'The server signs with another key than the task says (or than at the first contact), so its receipt was not believed. Ask your unit whether the server was replaced, and open its new task. The submission is on this computer.',
  SERVER_ANSWER_UNKNOWN: ({ code, status }) =>
    `The server did not take it, for a reason this version does not know (${code}, ${status}). Update the app and try again, or hand the file to your unit; its content is not affected.`,
  SERVER_REQUEST_BAD: ({ where }) =>
    `The server did not understand this request (${where}) and took nothing; the two may be of different versions. Update the app and try again; if it is the newest already, ask the administrator to update the server. ${untouched}`,
  SERVER_ADDRESS_UNKNOWN: () =>
    `The server does not have what you asked for (it may just have been erased or moved), or no such address. Reload and try again, or ask the administrator to update the server. ${untouched}`,
  SERVER_BUSY: ({ retryAfterSeconds }) =>
    `The server is busy; it is tried again in ${counted(retryAfterSeconds, 'second')}. Everything is on this computer.`,
  SERVER_FAILED: () => 'The server had a fault. It is tried again later; everything is on this computer.',
  SERVER_TOKEN_BAD: ({ why }) =>
    `${{ missing: 'The task has no upload token', unknown: 'The server does not know this task’s token', revoked: 'The unit took this task’s token back', expired: 'This task’s token has ended' }[why]}, so nothing was uploaded. Ask the unit for a new task, or hand it the file; everything is on this computer.`,
  SERVER_SIGN_IN_NEEDED: () => `Sign in first, then try again. ${untouched}`,
  SERVER_OTHER_ACCOUNT: ({ name }) =>
    `This browser is now signed in as “${name}”, so nothing was sent. Sign in again, or reload to go on as this account. ${untouched}`,
  SERVER_FORBIDDEN: () => `Your account may not see or change this. Ask an administrator if you need it. ${untouched}`,
  SIGN_IN_REFUSED: () =>
    'The name or password is not right; you are not signed in. Try again, or ask your administrator for a reset code.',
  STAFF_ENTRY_BAD: ({ entry }) => `${entries[entry]} Nothing was sent.`,
  SIGN_IN_WAIT: ({ retryAfterSeconds: seconds }) =>
    `Too many passwords or codes were wrong (perhaps those of others on your network), so the right one waits, too. Type it again in ${seconds < 120 ? counted(seconds, 'second') : `${Math.ceil(seconds / 60)} minutes`}; nothing tries it by itself. Ask your administrator for a reset code if you forgot the password.`,
  ...byHandMessagesEn,
  SIGN_OUT_FAILED: () =>
    'You are not signed out: the server did not answer, or had a fault. Your account is still open in this browser. Sign out again once you are online; on a shared computer, do not leave before you are out.',
  PASSKEY_ADDRESS_OTHER: ({ host }) =>
    `Passkeys work only at the address of ${host}, and this is another one; you are not signed in, and nothing was added. Open that address (your administrator knows it), or use the password.`,
  PASSKEY_HERE_ALREADY: () =>
    'This device (or security key) has a passkey of this account already; none was added. Sign in with it; to replace it, remove it from the list first.',
  PASSKEY_FAILED: ({ reason }) =>
    `This browser could not use a passkey (${reason}); you are not signed in, and nothing was added. Try again, or use the password; if it goes on, update the browser or use another.`,
  PASSKEY_REFUSED: () => 'This passkey did not hold; nothing was added. Try again, or use the password.',
  CODE_REFUSED: () => 'This code is wrong, used, expired or taken back. Ask who gave it to you for a new one.',
  LOGIN_NAME_TAKEN: () => 'Somebody already signs in with this name. Choose another; your code is still good.',
  ORG_CODE_TAKEN: ({ orgCode }) =>
    `An organisation of this server has the code “${orgCode}” already; none was added. Check the code; if it is right, ask the administrator above who uses it. ${untouched}`,
  ORG_MOVE_REFUSED: () =>
    `An organisation cannot stand below itself, nor choose who is above it. Ask the administrator above. ${untouched}`,
  UNIT_SERVER_KEY_OTHER: () =>
    'The server signs with another key than when this computer first connected, so nothing was sent or fetched. Ask whoever runs the server whether it was replaced; if so, disconnect, connect again, and issue new tasks. Nothing on this computer was changed.',
  UNIT_NOT_ON_SERVER: ({ unit }) =>
    `The server’s list has no organisation with the code of “${unit}”; the task was not issued. Ask the administrator to add it. ${untouched}`,
  ORG_SHEET_BAD: ({ row, column }) =>
    `Row ${row} of the list cannot be read (${column}); no organisation was imported. Mend it as in the sample and import again. ${untouched}`,
  ORG_IMPORT_REFUSED: ({ row, why }) =>
    `Row ${row} of the list ${{ parentUnknown: 'names a parent that is not there', twice: 'has a code that stands there twice', circle: 'stands above and below itself', elsewhere: 'has a code that stands below somebody else; change it there', taken: 'has a code that an organisation outside your scope has; check it, or ask the administrator above', own: 'is your own organisation: its name, level and division are for the level above to change' }[why]}; no organisation was imported. Mend it and import again. ${untouched}`,
  SERVER_CONFLICT: ({ where }) =>
    conflicts.get(where) ?? 'This was just changed elsewhere, not overwritten. Reload and try again.',
  TASK_TOKENS_FULL: ({ most }) =>
    `This task has ${most} tokens; none was added, and those given out work as before. Issue another task.`,
  SERVER_LOG_OTHER: () =>
    'The server was restored from an older backup and may have lost what came after it. Everything is compared from the beginning, and what is missing is sent again from this computer, where nothing has changed.',
  RECEIPT_OTHER: ({ why }) =>
    `This receipt is ${{ submission: 'for another submission', server: 'not signed by the server you named' }[why]} and proves nothing here. Compare file and fingerprint. ${untouched}`,
  UPLOAD_TASK_OTHER: () =>
    'This submission was made for another task, so the server did not take it. Generate it again with the right task; everything is on this computer.',
  UPLOAD_CLAIM_BAD: () =>
    'What came with this sealed submission does not fit it, so the server did not take it. Generate it again; everything is on this computer.',
  SUBMISSION_ERASED: () =>
    'The content of this submission was erased from the server on request, so the same one was not taken again. To report anew, generate a new submission and hand it in; what is on this computer is not affected.',
  RETURN_OVER: () =>
    'A colleague took this return back, or passed the submission, so the slip was not sent. To return it, return it once more.',
  ERASURE_DISPUTED: ({ records }) =>
    `Nothing was erased: ${counted(records, 'sealed submission')} ${records === 1 ? 'claims' : 'claim'} this code, and the server cannot tell whose it is. Let the unit receive (open) them first, or erase by the id of the record.`,
  DEVICE_REQUEST_BAD: () => `The server did not recognise this device’s signature. It is tried again. ${untouched}`,
  DEVICE_CLOCK_OFF: () =>
    `This device’s clock is too far from the server’s; it is tried again by the server’s time. Set date and time right. ${untouched}`,
} satisfies Partial<ErrorMessages>
