// Written by tools/build_page_contract.py: Python has the same.

/** Beyond it, circles overlap themselves near the antipode. */
export const greatestRange_m = 19900000;

/** Less is written as 0 km2. */
export const leastShown_m2 = 50000;

/** What is nearer to all than this, is all. */
export const nearlyAll = 0.99999;

/** A bound this great says that nothing is known. */
export const noBound_m = 30000000;

/** Of integers in texts. */
export const digits = "!#%()*+-./0123456789:=?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_abcdefghijklmnopqrstuvwxyz~";

/** So many of them end an integer; the rest go before. */
export const lastDigits = 68;

/** International mile. */
export const metresPerMile = 1609.344;
