/** Why a file cannot be a logo. */
export type LogoProblem = 'too_large' | 'no_picture' | 'too_wide' | 'broken' | 'empty'
