/** Ids stand in addresses, log entries and CSV cells. */
export const ID_PATTERN = /^[a-z0-9-]{1,32}$/;
