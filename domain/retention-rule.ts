/**
 * 保存期間: after it, what is over is deleted. Books and contracts are kept for seven years from two months after the end of the
 * business year (法人税法施行規則 第59条; the electronic ones by 電子帳簿保存法 施行規則 第4条), for ten where a loss is carried
 * forward. Nothing shorter is offered.
 */
export type RetentionRule = {
  years: RetentionYears
  /** The month with which the team's business year ends, 1 to 12. */
  yearEnds: number
}

/** What is offered. */
export const retentionYears = [7, 10] as const
type RetentionYears = (typeof retentionYears)[number]

/** 3月決算, the most usual one. */
export const usualYearEnd = 3
