import { counted } from '#core/words/translation.ts'
import { damagedPlaceEn } from './damaged-places.en.ts'
import type { ErrorMessages } from './error-code.ts'
import { openedFileMessagesEn } from './opened-file-messages.en.ts'
import { receivingMessagesEn } from './receiving-messages.en.ts'
import { serverMessagesEn } from './server-messages.en.ts'
import { signedFileNames } from './signed-file-names.en.ts'
import { unitStoreMessagesEn } from './unit-store-messages.en.ts'

const people = (count: number): string => counted(count, 'person', 'people')
const megabytes = (sizeBytes: number): string => (sizeBytes / 1_048_576).toFixed(1)

const untouched = 'Nothing that is here was changed.'
const safe = 'The person’s own data is not affected.'
const askAgain = 'Ask the person to generate the submission again.'

/** The sentences of {@link ErrorMessages} in English: what happened, what to do, what is safe. */
export const messagesEn: ErrorMessages = {
  FILE_TOO_LARGE: ({ sizeBytes, limitBytes }) =>
    `This file has ${megabytes(sizeBytes)} MB, more than the ${megabytes(limitBytes)} MB allowed, and was not read. Check that it is the right file. ${untouched}`,
  FILE_NOT_OPENED: ({ reason }) =>
    `This file could not be opened (${reason}). Check that it is still there and no other program holds it. ${untouched}`,
  FOLDER_EMPTY: ({ endings }) =>
    `There is no ${endings} file in this folder. Check that it is the right one, and that the files are not still in an archive. Nothing was made.`,
  FILE_NOT_TEXT: () =>
    `This is not a file of Caibao (it holds no text) and was not read. Check that it is the right file. ${untouched}`,
  FILE_NOT_JSON: () =>
    `This file is incomplete or not one of Caibao’s, and was not read. Ask for a new one or copy it again. ${untouched}`,
  RECORD_SHAPE_BAD: ({ path }) =>
    `The record is malformed at “${path}” and was not read. Ask for a newly generated file. ${untouched}`,
  RECORD_FIELD_UNKNOWN: ({ path }) =>
    `The record has a field “${path}” this version does not know, and was not read. Update the app first. ${untouched}`,
  RECORD_SCHEME_UNKNOWN: ({ found }) =>
    `This record belongs to another scheme, “${found}”, and was not read. Check that it is the right file. ${untouched}`,
  FILE_FOR_PERSON: ({ name }) => `A ${signedFileNames[name]}, not received: open it in the edition for individuals.`,
  SUBMISSION_NOT_ONE: () =>
    `This file is not a submission (.rpu) and was not received. Check that it is the right file. ${untouched}`,
  SUBMISSION_VERSION_NEWER: ({ found }) =>
    `The format of this submission, “${found}”, is newer than this app, so it was not received. Update the app first; the file is fine.`,
  SUBMISSION_SEALED: () =>
    'This submission is sealed to its unit; only who holds the unit’s key can open it. Hand it to that unit; the file is fine.',
  SUBMISSION_DAMAGED: ({ where }) =>
    `This submission is incomplete (${damagedPlaceEn(where)}) and was not received. ${askAgain} The file must not be edited. ${safe}`,
  SUBMISSION_ALGORITHM_REFUSED: ({ found }) =>
    `The way this submission is signed, “${found}”, is not allowed, so it was not received. ${askAgain} ${safe}`,
  SUBMISSION_KEY_MISMATCH: ({ position }) =>
    `The key of signature ${position} does not fit its name, so the submission was not received. ${askAgain} ${safe}`,
  SUBMISSION_SIGNATURE_BAD: ({ position }) =>
    `This file was changed on its way (signature ${position} does not fit) and was not received. ${askAgain} ${safe}`,
  SUBMISSION_NOT_CANONICAL: () =>
    `The content of this submission is not written the standard way; another program may have rewritten it. It was not received. ${askAgain} ${safe}`,
  SUBMISSION_READ_BACK_FAILED: () =>
    'The generated file was not the same when read back, so it does not count. Try again; what you filled in is not affected.',
  SEALED_DAMAGED: ({ where }) =>
    `This sealed submission is incomplete or was changed (${damagedPlaceEn(where)}) and was not opened. ${askAgain} ${safe}`,
  SEALED_ALGORITHM_REFUSED: ({ found }) =>
    `The way this submission is sealed, “${found}”, is not allowed, so it was not opened. ${askAgain} ${safe}`,
  SEALED_FOR_OTHERS: () =>
    'This submission is sealed to another unit; the key here cannot open it. Pass it on to that unit; the file is fine.',
  SIGNED_FILE_NOT_ONE: ({ name }) =>
    `This file is not a ${signedFileNames[name]} and was not read. Check that it is the right file. ${untouched}`,
  SIGNED_FILE_NEWER: ({ name, found }) =>
    `The format of this ${signedFileNames[name]}, “${found}”, is newer than this app, so it was not read. Update the app first. ${untouched}`,
  SIGNED_FILE_DAMAGED: ({ name, where }) =>
    `This ${signedFileNames[name]} is incomplete (${damagedPlaceEn(where)}) and was not read. Ask the unit for a new one. ${untouched}`,
  SIGNED_FILE_ALGORITHM_REFUSED: ({ name, found }) =>
    `The way this ${signedFileNames[name]} is signed, “${found}”, is not allowed, so it was not read. Ask the unit for a new one. ${untouched}`,
  SIGNED_FILE_SIGNATURE_BAD: ({ name }) =>
    `This ${signedFileNames[name]} was changed on its way and was not read. Ask the unit for a new one. ${untouched}`,
  CERTIFICATE_REQUEST_FOREIGN: ({ unit, parent }) =>
    `The request of “${unit}” names “${parent === '' ? '(nobody)' : parent}” as the unit above, which is not this unit; it cannot be answered here. Ask them to check the name and code of the unit above. ${untouched}`,
  CERTIFICATE_KEY_OTHER: ({ unit }) =>
    `The certificate was not issued for the key that “${unit}” uses, and does not prove who it is. Ask the unit to request one with its present key. ${untouched}`,
  CERTIFICATE_UNIT_OTHER: ({ unit, found }) =>
    `The certificate was issued to “${found}”, which differs from “${unit}” in name, code or level, and does not prove who it is. Ask the unit. ${untouched}`,
  CERTIFICATE_EXPIRED: ({ unit, until }) =>
    `The certificate of “${unit}” ran until ${until} and has expired. The unit needs a new one; if the date of this computer is wrong, set it first. ${untouched}`,
  CERTIFICATE_NOT_YET: ({ unit, from }) =>
    `The certificate of “${unit}” is valid from ${from} on, later than the signature. Check the date of the computer that signed and generate the file again. ${untouched}`,
  CERTIFICATE_ISSUER_OTHER: ({ unit }) =>
    `The certificate of “${unit}” says that this unit issued it, but it was not signed by this unit’s key; the pack was not received. Call the unit, then issue a new certificate. ${untouched}`,
  CERTIFICATE_CHAIN_BROKEN: ({ unit }) =>
    `The certificate of “${unit}” was not issued by the unit above it, and does not prove who it is. The unit needs a new one from the unit above. ${untouched}`,
  TASK_SCHEME_FOREIGN: ({ found }) =>
    `This task is for another scheme, “${found}”, which cannot be filled in here. Update the app, or ask the unit. ${untouched}`,
  TASK_EXPIRED: ({ deadline }) => `This task ended on ${deadline}. Ask your unit’s clerk for a new one. ${untouched}`,
  TASK_SIGNER_CHANGED: () =>
    `A task of the same number is here, but another unit issued it; it was not replaced. Compare the fingerprint with your unit first. ${untouched}`,
  TASK_LINK_DAMAGED: () =>
    `This link to a task is incomplete and was not read. Copy the whole link, or ask the unit for the file. ${untouched}`,
  RETURN_SLIP_UNMATCHED: ({ digest }) =>
    `The submission it returns (check code ${digest}) is not on this computer. Open it where the submission was generated, or restore a backup first. ${untouched}`,
  ...serverMessagesEn,
  ...openedFileMessagesEn,
  ZIP_DAMAGED: () =>
    'This ZIP (or this file inside it) is not whole; nothing of it was taken. Zip or copy it again; the original files are not affected.',
  ZIP_TOO_LARGE: () =>
    'This ZIP unpacks to too much or has too many files; nothing of it was taken. Make several, or choose the folder itself.',
  ZIP_ENCRYPTED: () => 'This ZIP has a password. Unpack it first, then choose the files inside.',
  ZIP_NESTED: () => 'There is a ZIP inside this ZIP; it was not opened. Unpack it first, then choose the files inside.',
  SPREADSHEET_NOT_ONE: () =>
    'This file is no spreadsheet. Choose an Excel workbook (.xlsx) or a CSV file; save an old .xls as .xlsx first.',
  SPREADSHEET_DAMAGED: () =>
    'The spreadsheet is not whole or holds what cannot be accepted; nothing was imported. Open it in Excel or WPS and save it as .xlsx again.',
  SPREADSHEET_TOO_LARGE: () =>
    'The spreadsheet is too large; nothing was imported. Remove rows and columns that are not needed, or make several files.',
  PACK_NOT_ONE: () => `This file is not a pack (.rpz) and was not received. Is it the right file? ${untouched}`,
  PACK_TOO_LARGE: () =>
    `This pack unpacks to an unreasonable size and was not received. Ask the lower unit where the file comes from. ${untouched}`,
  PACK_INCOMPLETE: ({ expected, found }) =>
    `This pack is incomplete: ${counted(expected, 'submission')} expected, ${found} verified; none was received. Ask the lower unit to copy or report it again. ${untouched}`,
  PACK_LINE_FOREIGN: ({ position }) =>
    `Number ${position} in the pack is not the one its list names; none was received. Ask the lower unit to report again. ${untouched}`,
  PACK_NOT_COUNTERSIGNED: ({ position }) =>
    `Number ${position} in the pack lacks the signature of the reporting unit; none was received. Ask the lower unit to report again. ${untouched}`,
  INCLUSION_WRONG: () => 'This proof does not fit its own check and proves nothing. Ask the unit for a new one.',
  REVIEW_STEP_REFUSED: () =>
    `This case cannot take that step now. It may just have been dealt with elsewhere; reload and look again. ${untouched}`,
  REVIEW_CONTENT_NEWER: () =>
    `What you looked at is not what is here now (the next person came, or a newer content of this one); your step was not kept, what you wrote is. Look at what is here now, then repeat it. ${untouched}`,
  REVIEW_STEP_UNREADABLE: ({ place }) => `Too long or malformed (${place}): not kept. Shorten it. ${untouched}`,
  REVIEW_CONFLICT: ({ expected, found }) =>
    `This case was just dealt with elsewhere (step ${found}, expected ${expected}); your step was not kept. Reload and repeat it. ${untouched}`,
  SYNC_STEP_UNREADABLE: () => `A step has another unit key; use the same key file on all computers. ${untouched}`,
  SYNC_TRAIL_DIFFERS: () =>
    `The review steps on the server do not match those on this computer; this person is not synchronised for now. Do not clear this computer’s data, and ask whoever runs the server to look into it. ${untouched}`,
  SYNC_CASE_ERASED: () =>
    'At the person’s request, what they handed in was erased from the server, so it is not synchronised any more. It is still on this computer; deal with it as your unit’s rules say. To hand in again, the person generates a new file.',
  SYNC_PAYLOAD_MISSING: () =>
    `A colleague’s file has not come to this computer, and is needed; ask them to synchronise, then do so here. ${untouched}`,
  BACKUP_NOT_ONE: () =>
    `This file is not a backup of Caibao (.bak); nothing was restored. Check that it is the right file. ${untouched}`,
  BACKUP_VERSION_NEWER: ({ found }) =>
    `The format of this backup, “${found}”, is newer than this app; nothing was restored. Update the app first. ${untouched}`,
  BACKUP_DAMAGED: ({ where }) =>
    `This backup is incomplete or was changed (${damagedPlaceEn(where)}); nothing was restored. Take another one, or back up again where it was made. ${untouched}`,
  RESTORE_BROKE_OFF: ({ people: restored }) =>
    `The backup could be read only half way: a stick was pulled out, perhaps, or the file is damaged. What was restored by then (${people(restored)}) is whole, the rest is not here yet; put the stick back or take another backup, and restore again.`,
  BACKUP_ALGORITHM_REFUSED: ({ found }) =>
    `The way this backup is encrypted (${found}) is not allowed; nothing was restored. Back up again with Caibao. ${untouched}`,
  BACKUP_PASSPHRASE_WRONG: () =>
    'The passphrase is wrong; the backup was not opened. Check capitals and the input method and try again, as often as you like. Backup and data were not changed.',
  BACKUP_NOT_WRITABLE: ({ where }) =>
    `What goes into a backup could not be read back from it (${damagedPlaceEn(where)}), so none was made. Save the record to a file and show it to a technician. ${untouched}`,
  BACKUP_OTHER_UNIT: ({ found, ours }) =>
    `This is a backup of “${found}”; the unit on this device is “${ours}”. Nothing was restored and nothing here has changed. Use a backup of your own unit.`,
  BACKUP_NOT_SAME: () =>
    'This is not the backup just made, so it does not count as a copy. Choose the file that was just saved, or back up again.',
  MERGED_TOO_LONG: ({ name, most }) =>
    `As chosen, a sheet of “${name}” would have more than ${most} rows, which no record holds; nothing was restored yet. Choose fewer rows, or keep both. Backup and data were not changed.`,
  MIRROR_FAILED: ({ folder, reason }) =>
    `The copy could not be written to the folder “${folder}” (${reason}). See that the stick is plugged in and has room, then choose “Save a copy now”; what you typed is still in this browser.`,
  CORRECTION_EMPTY: () => 'There is nothing to correct: the value is the same. The case was not changed.',
  UNIT_KEY_FILE_BAD: () =>
    `This file is not a key file of a unit, or it is damaged; it was not opened. Take another copy of it. ${untouched}`,
  UNIT_CERTIFICATES_CHANGED: () =>
    `Another tab has just installed certificates or changed the keys, so these were not installed; what is shown is what that tab has. Compare how long they hold, and install yours again if it is still needed. ${untouched}`,
  UNIT_KEYS_CHANGED: () =>
    `Another tab has just changed the keys of the unit, so this does not count. Reload the page. ${untouched}`,
  UNIT_MISSING: () => 'No unit was set up on this computer. Set it up, or restore it from its key file.',
  UNIT_SHAPE_BAD: ({ field }) =>
    `“${field}” is not right, so the unit was not set up. Compare it with the seal and the certificate of the organisation code.`,
  USER_NAME_BAD: ({ longest }) => `A name has 1 to ${longest} characters, none invisible; no passphrase was set.`,
  USER_NAME_TAKEN: ({ name }) => `There is a “${name}”; their passphrase still opens. Add something to the name.`,
  USER_LAST: ({ name }) => `“${name}” is the last clerk here and was not removed. Add another clerk first.`,
  USER_REMOVED: ({ name }) =>
    `The passphrase of “${name}” no longer opens this store: removed or changed in another page. Nothing was done; lock, and unlock with the passphrase of today.`,
  USER_UNKNOWN: ({ name }) =>
    `“${name}” is no longer here: renamed or removed in another page. Nothing was done; look at the list of today.`,
  PASSPHRASE_WRONG: () =>
    'The passphrase is wrong. Check capitals and the input method and try again; the data is not affected.',
  ...unitStoreMessagesEn,
  EXPECTED_UNREADABLE: () =>
    'A list of the people expected was kept, and cannot be read by this version: a newer version of Caibao may have saved it, or it is damaged. So nothing tells who has not reported. The list is left as it is: reload the page to update; or import the list again, which takes its place.',
  KEPT_UNREADABLE: () =>
    'Something kept here cannot be read by this version: a newer version of Caibao may have saved it, or it is damaged. It is left as it is, and this step was not taken. Reload the page to update; if it still cannot be read then, call your technician.',
  CASE_NOT_PASSABLE: ({ why, count }) =>
    ({
      state: 'This person cannot be passed in the present state. Review again first; the case was not changed.',
      errors: `${counted(count, 'error')} still open, so this cannot be passed. See what was found, then correct or return it; nothing was changed.`,
      strangers: 'Two people came under this ID number; decide first whose case it is. The case was not changed.',
      disputed: `${count} units reported this person; decide first which one does. The case was not changed.`,
      unticked: `${counted(count, 'point')} not compared yet; compare with the originals first. The case was not changed.`,
    })[why],
  REPORT_NOT_ALL_PASSED: ({ open }) =>
    `${people(open)} not passed yet, so nothing was reported. Finish the review, or choose to report only those who passed. ${untouched}`,
  REPORT_UNCHECKED: ({ count, version }) =>
    `${people(count)} who passed must first be checked again by version ${version} of the scheme, so nothing was reported. Wait until that is done. ${untouched}`,
  REPORT_IN_ERROR: ({ count, names }) =>
    `By the rules in use there are errors in the records of ${people(count)} who passed (${names}), so nothing was reported. Review them again and correct or return them first. ${untouched}`,
  REPORT_DISPUTED: ({ names }) => `Two units reported ${names}; decide which one does. Nothing went up. ${untouched}`,
  REPORT_UNDECIDED_PERSON: ({ names }) =>
    `Two people came under one ID number: ${names}. Open them and decide whose case it is. Nothing went up. ${untouched}`,
  REPORT_TWICE: ({ names }) =>
    `Two cases have one ID number: ${names}. Correct or set aside one of each. Nothing went up. ${untouched}`,
  REPORT_ROSTER_MISSING: () =>
    `The roster has not been printed, so nothing was reported. Print and stamp it first, or choose to report without it. ${untouched}`,
  REPORT_ROSTER_CHANGED: ({ reported, printed }) =>
    `Records changed after the roster was printed (${people(reported)} to report, ${printed} on the roster), so nothing was reported. Print and stamp the roster again. ${untouched}`,
  REPORT_ROSTER_UNREAD: ({ count }) =>
    `${counted(count, 'record')} of printed rosters cannot be read by this version, so nothing was reported. Update it, or print and stamp the roster again. ${untouched}`,
  REPORT_NOTHING_NEW: () => `Nothing changed since the last report. You can report everybody again. ${untouched}`,
  INCLUSION_UNAVAILABLE: () => `No pack that went up holds the standing revision. Report first. ${untouched}`,
  INCLUSION_ELSEWHERE: () =>
    `This submission went up, but in a pack that another device of this unit wrote, and its list is not here. If it was reported over the network, synchronise once and try again; if by stick, make the proof on that device. ${untouched}`,
  SLIP_LINK_DAMAGED: () => 'This link of a return slip is incomplete. Scan its code again, or ask for the .rtn file.',
  ROSTER_CODE_UNREADABLE: () =>
    'This is no code of a roster. Scan the code at its foot, or type its 16 digits (0–9, a–f).',
  FILE_NOT_WRITTEN: ({ reason }) =>
    `The file was not written (${reason}): the disk may be full or no longer there. Try again in another place; your data is unchanged.`,
  PACK_PIECES_GONE: () =>
    `The pack that was to be sent is no longer whole on this computer (the browser may have cleared a part), so it cannot go up. Report everybody once more. ${untouched}`,
  PACK_LOST_ABOVE: () => `The server above was restored from an older backup. Report everybody again. ${untouched}`,
  PACK_LEFT_HALFWAY: () => `It goes on once online. If that device is gone, report everybody here. ${untouched}`,
  PACK_PREVIOUS_MISSING: ({ unit, previous }) =>
    `This pack of “${unit}” only holds what changed since pack ${previous}, which was not received here. Receive that one first, or ask for a full report. ${untouched}`,
  PACK_UNKNOWN_UNIT: ({ unit }) =>
    `The pack is from “${unit}”, which names another unit above itself; it was not received. Have it correct that name and report again. ${untouched}`,
  REGISTER_UNREADABLE: () =>
    'The register of units was saved by a newer version of Caibao and cannot be read by this one, so nothing tells which unit a pack is from, and packs wait. The register is left as it is: reload the page to update; or import a register under “Lists”, which takes its place.',
  PACK_NOT_IN_REGISTER: ({ unit }) =>
    `The register of this level does not hold “${unit}”; the pack was not received. Check the name and code in the register, or ask them to report to the unit above them. ${untouched}`,
  PACK_SIGNER_OTHER: ({ unit, fingerprint }) =>
    `This pack says it is from “${unit}”, but the key that signed it is another one than before (fingerprint ${fingerprint}); it was not received. Call them; if they changed their key, certify the new one under “This unit”. ${untouched}`,
  PACK_OUTDATED: ({ unit }) =>
    `A newer pack of “${unit}” was received already; this older one was not. If it is needed, ask the unit to report everybody again (not only what changed); if the date of their computer is wrong, set it first. ${untouched}`,
  PACK_DATE_AHEAD: ({ unit, date }) =>
    `This pack of “${unit}” says it was made on ${date}, more than a day after the date here; it was not received. Check the date of both computers; when the unit has set its date, it reports everybody again. ${untouched}`,
  PACK_ALREADY_MERGED: ({ unit }) => `This pack of “${unit}” was received before and not received again. ${untouched}`,
  PACK_SCHEME_OTHER: ({ found, ours }) =>
    `This pack uses scheme ${found}, this unit ${ours}: not the same scheme, so it was not received. Please ask the lower unit. ${untouched}`,
  SUBMISSION_SCHEME_OTHER: ({ found, ours }) =>
    `This submission uses scheme ${found}, this unit ${ours}: not the same scheme, so it was not received. Please ask the person. ${untouched}`,
  FILE_SCHEME_NEWER: ({ found, ours }) =>
    `This file was made with the newer version ${found} of the scheme, here it is ${ours}; it was not received yet. Install the scheme update under “About the code tables”, then receive it once more. The file is sound. ${untouched}`,
  PRINT_FONTS_MISSING: ({ characters }) =>
    `The glyphs of these characters are not on this computer yet: ${characters}. Connect to the network and print once; from then on it works without one. What you filled in is not affected.`,
  GLYPHS_UNAVAILABLE: () =>
    'Not all glyphs were fetched; perhaps the network is gone. Fetch again: what is here is not fetched twice. What you filled in is not affected.',
  PRINT_PARTS_MISSING: () =>
    'What printing needs could not be fetched. Connect to the network, reload the page and print again; what you filled in is not affected.',
  PRINT_FAILED: ({ reason }) => `The PDF was not made (${reason}). Try again; what you filled in is not affected.`,
  STORAGE_UNAVAILABLE: ({ reason }) =>
    `This browser does not let the app keep data (${reason}). Leave private mode or use another browser; what is typed now is lost when the page closes.`,
  STORAGE_READ_FAILED: ({ reason }) =>
    `The data in the browser cannot be read just now (${reason}). Reload the page; nothing was changed.`,
  STORAGE_WRITE_FAILED: ({ reason }) =>
    `The last change was not saved in the browser (${reason}). Do not close or reload this page; choose “Try again”, and if that fails “Save to a file” before you reload. Where there are no such buttons, do the last step once more.`,
  STORAGE_FULL: ({ reason }) =>
    `There is not enough space on the disk; the last change was not saved (${reason}). Do not close or reload this page; free some space, then choose “Try again”, or “Save to a file” first to be safe. Where there are no such buttons, free some space and do the last step once more.`,
  ...receivingMessagesEn,
  STORAGE_NEWER_VERSION: () =>
    'The data on this computer was saved by a newer version of Caibao; this version leaves it alone. Reload the page to update.',
  STORAGE_BLOCKED: () =>
    'Another tab runs an older version of Caibao, so the data cannot be upgraded now. Close the other Caibao tabs and reload this page; nothing was changed.',
  STORAGE_ERASED: () =>
    'The data in the browser has just been erased; what is on this page is still here. Choose “Save to a file” first, reload the page, and choose “Restore from a rescue file” on the home page.',
  RESCUE_NOT_ONE: ({ path }) =>
    `This is not a rescue file of Caibao, or it is incomplete (${path || 'at its beginning'}); it was not read. Check that it is the right file. ${untouched}`,
  RESCUE_VERSION_NEWER: ({ found }) =>
    `The format of this rescue file, “${found}”, is newer than this app; it was not read. Update the app first; the file is fine. ${untouched}`,
  DRAFT_MISSING: () =>
    'This draft is no longer on this computer; perhaps it was deleted. Look under “Recently deleted” on the home page; if it is not there and was handed in before, go on from its last one under “Submissions”.',
  DRAFT_CONFLICT: ({ expected, found }) =>
    `This draft was changed elsewhere (saved ${counted(found, 'time')}, this page knows ${expected}). This page did not overwrite it; reload to go on.`,
  DRAFT_LOCKED: () => 'This record is locked and opens with its passphrase. Nothing is lost.',
  DRAFT_OPEN_ELSEWHERE: () =>
    'This record is open in another tab, and it is not certain that everything typed there was saved; so it was not locked. Look there, save, close that tab, then lock it; nothing was changed.',
  LOCK_PASSPHRASE_WRONG: () =>
    'The passphrase is wrong. Check capitals and the input method and try again, as often as you like; nothing is lost.',
  DRAFT_UNREADABLE: ({ path }) =>
    `This draft cannot be read at “${path}”; it was kept as it is. Save it to a file and show it to your unit’s clerk or a technician.`,
  DEVICE_KEY_UNREADABLE: () =>
    'The signing key of this computer cannot be read, so no submission was generated. Ask your unit’s clerk or a technician; what you filled in is not affected.',
  SCHEME_UNAVAILABLE: ({ reason }) =>
    `The scheme could not be fetched (${reason === 'offline' ? 'no network' : reason}). Check the network and try again; everything you filled in is on this computer.`,
  CHARACTERS_UNAVAILABLE: () =>
    'The table of rare characters is not on this computer yet. Connect to the network and open it once; from then on it works without one. What you filled in is not affected.',
  SCHEME_CHANGED: ({ used }) =>
    `Another scheme was chosen, and this page still works with version ${used}, so nothing was done. Reload this page and try again; no data was changed.`,
  SCHEME_FOREIGN: ({ found }) =>
    `This update is for another scheme, “${found}”, and was not installed. Check that it is the right file. ${untouched}`,
  SCHEME_NOT_NEWER: ({ found, ours }) =>
    `This update is version ${found}, not newer than ${ours} in use, and was not installed. ${untouched}`,
  SCHEME_SIGNER_CHANGED: () =>
    `This update has another publisher than the one installed before, and was not installed. Ask the publisher about the fingerprint. ${untouched}`,
  BUNDLE_SHAPE_BAD: ({ path }) =>
    `This scheme is malformed at “${path}” and was not installed. Download it again or update the app first. ${untouched}`,
  BUNDLE_DIGEST_BAD: () => `This scheme does not fit its check code, so was not installed. Get it again. ${untouched}`,
}
