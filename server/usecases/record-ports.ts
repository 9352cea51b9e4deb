import type { ValidationData } from './archive-ports.ts'

/**
 * Evidence records (RFC 4998): a hash tree a day, one time stamp over its root, and of each document the way from its files to
 * that root. Hashes are SHA-256, 32 bytes each.
 */

/** What a leaf of a tree says: the hashes of what belongs together, or one alone (RFC 4998 §4.2, data object groups). */
export type TreeLeaf = Uint8Array[]

/** The hashes of a tree, as `domain/hash-tree.ts` says that they lie. */
export type HashTree = { leaves: number; nodes: Uint8Array; root: Uint8Array }

/** A time stamp with the end of the certificate that gave it. */
export type StampedTree = HashTree & { token: Uint8Array; at: Date; until: Date }

/** One step of a record: `first`: the hashes that belong together, none where it is one alone; `siblings`: the rest of the way to the root. */
export type RecordStep = { first: TreeLeaf; siblings: Uint8Array[]; token: Uint8Array }

/** Builds trees and writes records, DER. */
export interface RecordWriter {
  treeOver(leaves: TreeLeaf[]): Promise<HashTree>
  recordOf(steps: RecordStep[]): Uint8Array
  /** A token with what proves its authority beside the certificates that it has (RFC 5652 §5.1); what is signed stays as it is. */
  completed(token: Uint8Array, data: Pick<ValidationData, 'certificates' | 'crls' | 'ocsps'>): Uint8Array
  /** What the next time stamp over this one covers (RFC 4998 §5.2). */
  hashOf(token: Uint8Array): Uint8Array
  /** Until when the certificate of a token is in force, whose it is, and when it was used. Throws for what is no token. */
  factsOf(token: Uint8Array): { at: Date; until: Date; leaf: Uint8Array; sent: Uint8Array[] }
  /** What is wrong with a record of these hashes, by code that did not write it; null: nothing. */
  problemOf(record: Uint8Array, hashes: Uint8Array[]): string | null
}

/** Where the making of trees stands: whoever changes anything raises `version`, so that of two who work at once one starts again. */
export type RecordTurn = { version: number; doneUntil: Date | null }

/** A document in the state that its archive of this number closed. `hashes`: its files and its certificate of agreement. */
export type WaitingDocument = { documentId: string; number: number; hashes: Uint8Array[] }

/** The last row of a trail. */
export type TrailHead = { kind: 'document' | 'team'; chain: string; sequence: number; hash: Uint8Array }

/** A head or a document, and at which leaf of the tree it stands. */
export type Placed<Thing> = Thing & { position: number }

/** A time stamp over a tree, which nears its end. */
export type TreeToRenew = { id: string; token: Uint8Array; until: Date }

/** A record as it is made of what is stored. */
export type RecordParts = { number: number; coversUntil: Date; steps: RecordStep[]; end: Date }

export interface RecordStore {
  /**
   * Takes the making of the tree of everything before `before` for a while: other processes leave it alone. Null where it was
   * made, or somebody else is at it.
   */
  claimDay(before: Date, now: Date): Promise<RecordTurn | null>
  /** The same, whoever is at it. */
  turn(): Promise<RecordTurn>
  /** Concluded or renewed before this and in no tree yet, the oldest first. */
  waiting(before: Date, most: number): Promise<WaitingDocument[]>
  /** Of trails that went on between these instants. */
  headsBetween(from: Date, before: Date): Promise<TrailHead[]>
  /** Of these documents' trails. */
  headsOf(documentIds: string[]): Promise<TrailHead[]>
  /** False where somebody else was quicker, and nothing is saved. `done`: everything before `coversUntil` stands in a tree now. */
  saveDay(
    turn: RecordTurn,
    tree: StampedTree | null,
    said: {
      coversUntil: Date
      done: boolean
      documents: Placed<WaitingDocument>[]
      heads: Placed<TrailHead>[]
    },
  ): Promise<boolean>
  /** Takes the renewal for an hour. */
  claimRenewal(now: Date): Promise<RecordTurn | null>
  /** Leaves the renewal alone for a day. */
  restRenewal(now: Date): Promise<void>
  /** Time stamps that end before this, have not ended and were not followed by another, the first end first. */
  toRenew(ends: { now: Date; endsBefore: Date }, most: number): Promise<TreeToRenew[]>
  /** False where somebody else was quicker, and nothing is saved. `renewed`: in the order of the tree's leaves. */
  saveRenewal(
    turn: RecordTurn,
    tree: StampedTree,
    renewed: { id: string; token: Uint8Array }[],
  ): Promise<boolean>
  /** Whether a tree has the document in any state. */
  isRecorded(documentId: string): Promise<boolean>
  /** The newest state of the document that stands in a tree; null where none does. */
  partsOf(documentId: string): Promise<RecordParts | null>
}
