/** What units and publishers sign, in the English sentences of errors. */
export const signedFileNames = {
  task: 'task',
  returnSlip: 'return slip',
  pack: 'pack',
  inclusion: 'proof of reporting',
  receipt: 'receipt of the server',
  scheme: 'scheme update',
  certificate: 'unit certificate',
  certificateRequest: 'certificate request',
} as const
