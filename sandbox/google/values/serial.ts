const DAY_MS = 86_400_000;
const EPOCH_MS = Date.UTC(1899, 11, 30);

/** A date as the spreadsheet keeps it: days since 30 December 1899, the time of day as a fraction. */
export const toSerial = (utcMs: number): number => (utcMs - EPOCH_MS) / DAY_MS;

/** The wall clock time of a serial, in the fields of a UTC date. Serials carry no zone. */
export const fromSerial = (serial: number): Date => new Date(EPOCH_MS + Math.round(serial * DAY_MS));
