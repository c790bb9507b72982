/** What the copy buttons of the page for journalists say. */
export interface CopyWords {
  copy: string;
  done: string;
  /** The browser does not let a page copy. */
  byHand: string;
}
