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
const finder = document.querySelector("[data-finder]");
finder.querySelector("[data-show]").addEventListener("change", () => finder.requestSubmit());
finder.querySelector("[data-find]").addEventListener("input", (event) => {
  const words = fold(event.target.value).split(/\s+/).filter(Boolean);
  for (const link of list.querySelectorAll("[data-q]")) {
    const text = fold(link.textContent + " " + link.dataset.q);
    link.parentElement.hidden = !link.hasAttribute("aria-current") && !words.every((word) => text.includes(word));
  }
});

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
for (const link of document.querySelectorAll(".questions a, .crumbs a")) {
  link.addEventListener("click", (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
    event.preventDefault();
    go(link.href);
  });
}

together(room, answer);
keys(answer, go);
