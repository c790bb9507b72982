/**
 * Set by `npm run test:long`: checks that are long by nature run at their full strength, and those in `test/long` run at all.
 * For one of them: `TEST_LONG=1 npx vitest run <file>`, or `npx playwright test <file>`.
 */
export const isLong = process.env.TEST_LONG === "1";

/** How much of a check runs: in `npm test`, and in `npm run test:long`. */
export const amount = (quick: number, long: number): number => (isLong ? long : quick);
