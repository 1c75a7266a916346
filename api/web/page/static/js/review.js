// The page of a question: every change saves by itself, merges with what others do, and moves the risk beside it.
import { Answer } from "./answer.js";
import { fold, keys } from "./keys.js";
import { news, together } from "./together.js";

const room = document.querySelector("[data-review]");
const form = document.querySelector("[data-answer]");
document.documentElement.classList.add("js");

// Where the list of questions was stays where it was.
const list = document.querySelector(".questions");
const scrolled = "plumbline:list:" + room.dataset.base;
list.scrollTop = Number(sessionStorage.getItem(scrolled) ?? 0);
const here = list.querySelector("[aria-current]");
if (here) {
  const box = here.getBoundingClientRect(),
    frame = list.getBoundingClientRect();
  if (list.scrollHeight > list.clientHeight && (box.top < frame.top || box.bottom > frame.bottom))
    list.scrollTop += box.top - frame.top - frame.height / 3;
}
addEventListener("pagehide", () => sessionStorage.setItem(scrolled, list.scrollTop));

// How the list is narrowed is in the address.
list.addEventListener("change", (event) => {
  if (event.target.matches("[data-show]")) event.target.form.requestSubmit();
});
// What is typed narrows the list by names at once; the server, which knows all texts, says soon what else has it.
const pause = 250; // ms after the last key
let asking,
  turn = 0;
list.addEventListener("input", (event) => {
  if (!event.target.matches("[data-find]")) return;
  const words = fold(event.target.value).split(/\s+/).filter(Boolean);
  for (const link of list.querySelectorAll("[data-q]")) {
    const text = fold(`${link.textContent} ${link.title} ${link.dataset.q}`);
    link.parentElement.hidden = !words.every((word) => text.includes(word));
  }
  clearTimeout(asking);
  asking = setTimeout(search, pause, event.target.form, ++turn);
});
async function search(form, mine) {
  try {
    const reply = await fetch(location.pathname + "?" + new URLSearchParams(new FormData(form)));
    if (!reply.ok || reply.redirected) return;
    const page = new DOMParser().parseFromString(await reply.text(), "text/html");
    if (mine === turn) list.querySelector("[data-list]").replaceWith(page.querySelector("[data-list]"));
  } catch {
    /* no line: the names must do */
  }
}
// What was found in a practice is unfolded there.
const found = new URLSearchParams(location.search).has("find") && document.querySelector(":target [data-more]");
if (found) found.open = true;

const answer = new Answer(room, form);

// go leads elsewhere once everything is saved; else it says why it does not: what can't be saved now stays on this page
// and in this browser, and is sent when the server can be reached.
async function go(href) {
  if (await answer.settle()) return location.assign(href);
  if (!answer.clashed.size)
    news(
      answer.refused.size
        ? "Not saved yet: shorten or change what is marked, then go on."
        : "Not saved yet, so this page stays. What you entered is kept in this browser. " +
            "Try again when the server can be reached.",
    );
}
for (const button of document.querySelectorAll("button[data-go]")) {
  button.addEventListener("click", (event) => {
    event.preventDefault();
    go(button.dataset.go);
  });
}
document.addEventListener("click", (event) => {
  const link = event.target.closest(".questions a, .crumbs a");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
  event.preventDefault();
  go(link.href);
});

// "@" in a comment opens a list of people: loaded with the first comment that somebody begins.
document.addEventListener("focusin", (event) => {
  const form = event.target.closest("[data-say]");
  if (form) import("./thread.js").then(({ mentioning }) => mentioning(form)).catch(() => {});
});
together(room, answer);
keys(answer, go);
