import type { FindingCode } from '#domain/file-finding.ts'

/** One difference between two states of a file, by the code of the finding that it may become. */
export type Change = { code: FindingCode; page?: number; field?: string; detail?: string }
