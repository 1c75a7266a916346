// The shared screen follows the room and what is answered, without being loaded again.
import { freshener, listen } from "./stream.js";

document.documentElement.classList.add("js");
const line = document.querySelector("[data-line]");
const soon = 10; // ms: a room waits for what it has just decided
const refresh = freshener(
  (page) => {
    document.title = page.title;
  },
  soon,
  (reply) => {
    if (reply.status === 404 || reply.status === 410)
      line.textContent = "This question or review is not there any more. Reload the page";
  },
);

listen(document.querySelector("[data-screen]"), {
  on: {
    hello: () => {
      line.textContent = "";
      refresh();
    },
    answer: refresh,
    review: refresh,
    facilitation: refresh,
    resync: refresh,
  },
  anew: refresh,
  ended: refresh,
  lost: () => {
    line.textContent = "No connection: this may be out of date";
  },
});

// The whole screen, where the browser allows it.
const full = document.querySelector("[data-full]");
const toggle = () =>
  (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()).catch(() => {
    /* it may not */
  });
full.hidden = !document.fullscreenEnabled;
full.addEventListener("click", toggle);
document.addEventListener("fullscreenchange", () => {
  full.textContent = document.fullscreenElement ? "Exit full screen" : "Full screen";
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "f" && document.fullscreenEnabled) toggle();
  document.querySelector(`.steps a[data-key="${CSS.escape(event.key)}"]`)?.click();
});
