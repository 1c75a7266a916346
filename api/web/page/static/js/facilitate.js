// The page of whoever leads the room: the question with its answer, the clock, and the room itself, which goes where
// this page goes.
import { Answer } from "./answer.js";
import { keys } from "./keys.js";
import { written } from "./stream.js";
import { news, together } from "./together.js";

const room = document.querySelector("[data-review]"),
  plan = document.querySelector(".plan");
document.documentElement.classList.add("js");
const answer = new Answer(room, document.querySelector("[data-answer]"));
let leaving = false; // the page is about to go

// go moves the room once everything is saved.
async function go(question) {
  if (leaving || !(await answer.settle())) return;
  const move = document.querySelector("[data-move]");
  leaving = true;
  move.elements.to.value = question;
  move.submit();
}
addEventListener("pageshow", () => {
  leaving = false;
});
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-go], [data-go-to]");
  if (!button) return;
  event.preventDefault();
  go(button.dataset.go ?? document.getElementById("room-to").value);
});

// The other forms wait for the answer too.
plan.addEventListener("submit", async (event) => {
  if (!answer.pending.size) {
    leaving = true;
    return;
  }
  event.preventDefault();
  if (await answer.settle()) event.target.requestSubmit(event.submitter);
});

// fresh looks where the room is by now, and goes there, unless something is typed that would be lost.
async function fresh(page) {
  const now = page.querySelector("[data-review]");
  tick();
  if (leaving || !now || now.dataset.question === room.dataset.question) return;
  if (written(plan)) return news("The room moved to another question. What you typed here is kept.", true);
  if (!(await answer.settle()) || leaving) return;
  leaving = true;
  location.assign(room.dataset.lead);
}

// The clock counts by the server's time.
let skew = null;
function tick() {
  const time = document.querySelector("[data-since]");
  if (!time) return;
  skew ??= new Date(time.dataset.now) - Date.now();
  const spent = Math.max(0, Math.floor((Date.now() + skew - new Date(time.dataset.since)) / 1000)),
    planned = Number(time.dataset.planned);
  const over = planned > 0 && spent > planned;
  time.querySelector("[data-spent]").textContent = clock(spent);
  time.querySelector("[data-over]").hidden = !over;
  time.classList.toggle("late", over);
}
const two = (n) => String(n).padStart(2, "0");
const clock = (s) =>
  (s < 3600 ? Math.floor(s / 60) : Math.floor(s / 3600) + ":" + two(Math.floor(s / 60) % 60)) + ":" + two(s % 60);
setInterval(tick, 1000);
tick();

together(room, answer, fresh);
keys(answer, go, {
  g: () => document.getElementById("room-to").focus(),
  k: () => document.getElementById("park-body")?.focus(),
});
