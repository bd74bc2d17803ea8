// What the loader's types must refuse, and what they must tell. bin/lint compiles it.

import type { PittariDetail } from "./embed";

// @ts-expect-error: a quiz is needed
Pittari.open();
// @ts-expect-error: there is no such mode
Pittari.open("coffee", { mode: "modal" });
// @ts-expect-error: seconds are a number here, not an attribute's text
Pittari.open("coffee", { time: "3" });
// @ts-expect-error: attributes lose their data-
Pittari.open("coffee", { "data-mode": "popup" });

document.addEventListener("quiz.completed", ({ detail }) => {
  const key: string | undefined = detail.type_key;
  // @ts-expect-error: the type is told only if the quiz says so
  const always: string = detail.type_key;
  console.log(key, always);
});
document.addEventListener("quiz.closed", ({ detail }) => {
  const closed: PittariDetail = detail;
  // @ts-expect-error: no event carries an answer
  console.log(closed, detail.answer);
});
