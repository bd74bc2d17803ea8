// Types of embed.js. docs/embedding.md explains each option and event.

export interface PittariOptions {
  /** How it appears. Default: "inline". */
  mode?: "inline" | "popup" | "slider" | "button";
  /** Where an inline quiz is put: a CSS selector or an element. Default: the end of the page. */
  target?: string | Element;
  /** A CSS selector: a click on such an element opens it. */
  click?: string;
  /** Opens it after so many seconds. */
  time?: number;
  /** Opens it when this percentage of the page has been scrolled. */
  scroll?: number;
  /** Opens it when the mouse leaves for the address bar. */
  exit?: boolean;
  /** The floating button's text. */
  label?: string;
  /** The colour of the floating button, and of the bar above an overlay. */
  color?: string;
  /** The frame's title. */
  title?: string;
  /** The height in pixels until the content's own is known. */
  height?: number;
  lang?: "ja" | "en";
  utm_source?: string;
  utm_medium?: string;
  utm_campaign?: string;
  utm_content?: string;
  utm_term?: string;
  /** A customer id, signed on the brand's server. */
  customer?: string;
  /** The quiz site's origin, when embed.js was bundled instead of loaded from there. */
  site?: string;
}

export interface PittariEmbed {
  /** The element that the events come from. */
  readonly element: HTMLElement;
  open(): void;
  close(): void;
  destroy(): void;
}

export interface PittariDetail {
  quiz: string;
}

export interface PittariEvents {
  "quiz.ready": CustomEvent<PittariDetail>;
  "quiz.started": CustomEvent<PittariDetail>;
  "quiz.question_viewed": CustomEvent<PittariDetail & { number: number; total: number }>;
  "quiz.resized": CustomEvent<PittariDetail & { height: number }>;
  "quiz.completed": CustomEvent<PittariDetail & { type_key?: string }>;
  "quiz.offer_clicked": CustomEvent<PittariDetail>;
  "quiz.closed": CustomEvent<PittariDetail>;
}

export interface PittariApi {
  open(quiz: string, options?: PittariOptions): PittariEmbed;
  /** Remove the embeds of one quiz, or all. */
  destroy(quiz?: string): void;
  /** Put in what elements with data-quiz ask for, and let pasted frames follow their content. */
  scan(root?: ParentNode): void;
}

declare global {
  interface Window {
    Pittari: PittariApi;
  }
  const Pittari: PittariApi;
  interface DocumentEventMap extends PittariEvents {}
  interface HTMLElementEventMap extends PittariEvents {}
}
