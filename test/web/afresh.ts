import { afterAll, vi } from "vitest";

/** For files that share an isolate: what one of them faked is real for the next. */
afterAll(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.resetConfig();
});
