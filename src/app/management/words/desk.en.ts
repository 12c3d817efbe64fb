import type { Translation } from '#core/words/translation.ts'
import type { deskWords } from './desk.zh-CN.ts'

/** {@link deskWords} in English. */
export const deskWordsEn: Translation<typeof deskWords> = {
  focus: 'Look closely at: ',
  byRegister: 'Unit name as in the register',
  views: 'View',
  form: 'Record',
  paper: 'As printed',
  printForm: 'Print the form (PDF)',
  otherScheme:
    'The scheme was changed since this submission, so what is printed by it may differ from that file and bears no check code. For a check code, have the person generate a submission again.',
  slip: 'Return slip',
  slipLead: 'Give the slip to the person: as a file, on paper, or by scanning its QR code.',
  slipPast:
    'The slip of the last return. The person has handed in since, or the check began anew: it need not be given to them any more.',
  saveSlip: 'Save the .rtn file',
  printSlip: 'Print the slip (PDF)',
  showSlipQr: 'Show the QR code',
  hideSlipQr: 'Hide the QR code',
  slipQr: 'QR code of the return slip',
  slipTooLong: 'This slip is too long for a QR code; send the file or print it.',
  asked: 'What was asked',
  askedCount: (count) => `${count} in all`,
  unanswered: (count) => `${count} not changed`,
  askedWaiting: 'The person has not handed in again yet.',
  askedAway: (count) =>
    `The return slip is not on this device; look at its comments (${count}) on the device that made it.`,
  askedNext: 'Next',
  askedOf: (position, of) => `Comment ${position}/${of}`,
  answers: {
    changed: 'changed',
    unchanged: 'not changed',
    removed: 'the entry was removed',
    byUnit: 'put right by the unit',
    waiting: 'waiting for the person',
  },
  fromTo: (before, after) => `was “${before}”, is “${after}”`,
  stillIs: (value) => `still “${value}”`,
  wasGone: (value) => `was “${value}”`,
  elsewhere: (count) => `Changed beside what was asked: ${count}`,
  whenReturned: 'when returned',
  entered: 'Entered by the unit',
  enteredLead:
    'The unit entered this record; the person has not signed it yet. Give them the file to open, check, complete and hand in.',
  saveEntered: 'Save the entered record (.rpu)',
  proof: 'Make a proof of reporting',
  field: 'Place',
  here: 'standing now',
  there: 'this revision',
  take: (place) => `${place}: take the value of this revision`,
  takeChosen: (count) => `Take the ${count} chosen`,
  chosenReason: '两份逐项比较后选定',
  M02: (name, idNumber) =>
    `${name} (${idNumber}) has this ID number too, and both are counted. Compare, then correct or set aside one of them.`,
  rival: (revision, code) =>
    `Two different submissions say they are revision ${revision}, and neither is newer; the other is ${code}. Ask the person, compare them under “Revisions”, and take the right one.`,
  M03: (names) => `This ID number came with different names or genders: ${names}. Check the originals.`,
  whose:
    'Whose case this is is not decided: nobody is passed or goes up. The other stays under “Revisions”; ask whoever mistook the number to correct it and hand in again.',
  takeBackFirst: 'Take the case back first, then decide whose it is.',
  unitFirst: 'Several units report one of them: decide below which unit does, then whose case it is.',
  takePerson: (name, code) => `It is ${name} (check code ${code})`,
  personReason: (name) => `核对原件，以“${name}”为准`,
  M04: (name, idNumber) =>
    `${name} (${idNumber}) has the same name and birthday but another ID number, perhaps the same person. Check.`,
  look: 'Look',
  madeWith: (version, ours) =>
    `Filled in with version ${version} of the scheme; in use here is ${ours}. What stands below was found by the rules in use.`,
}
