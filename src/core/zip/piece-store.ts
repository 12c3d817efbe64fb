type Piece = Uint8Array<ArrayBuffer>

/** Where the packed bytes of one file wait until the ZIP is put together. */
export interface PieceStore {
  readonly add: (piece: Piece) => Promise<void> | void
  /** All pieces in their order; asked for once, when nothing is added any more. */
  readonly pieces: () => AsyncIterable<Piece> | Iterable<Piece>
}

/** Opens a store for one file of a ZIP. */
export type OpenPieceStore = () => PieceStore

/** Pieces wait in memory: right where a workbook is small beside the page it is made on. */
export function piecesInMemory(): PieceStore {
  const pieces: Piece[] = []
  return { add: (piece) => void pieces.push(piece), pieces: () => pieces }
}
