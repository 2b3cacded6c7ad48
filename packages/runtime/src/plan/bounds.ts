/** Tuples that wait before one executor: Storm's default. */
export const defaultReceiveQueue = 32_768;
/** Storm has no limit of its own; here roots are kept in memory until they are acked. */
export const defaultMaxPending = 16_384;

/**
 * Most a receiver may hold that no finished batch has processed. A faster source waits (a socket by TCP back-pressure,
 * a replay by not reading), so a slow pipeline costs delay and not memory.
 */
export const mostReceivedBytes = 128 * 1024 * 1024;
export const mostReceivedRecords = 4_000_000;

/** Most batches that wait; the timer makes the next ones, one for every time, when there is room again. */
export const mostWaitingBatches = 1024;
