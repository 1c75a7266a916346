// Who else is here, and what they change. The page of a question listens while it can be seen; what it missed meanwhile
// it asks for when it is back.
import { risk } from "./answer.js";
import { el } from "./el.js";
import { freshener, listen } from "./stream.js";

const words = {
  HIGH: ["high", "High risk"],
  MEDIUM: ["medium", "Medium risk"],
  NONE: ["none", "No risk"],
  NOT_APPLICABLE: ["na", "Not applicable"],
  UNANSWERED: ["open", "Unanswered"],
  UNDECIDED: ["undecided", "Undecided"],
};

// together listens for the page of a question. A page whose parts change with every answer, and with where the room is,
// brings fresh, which gets the page as it is then.
export function together(room, answer, fresh) {
  const here = room.dataset.question,
    client = tab();
  room.dataset.client = client;
  let people = [];

  const refresh = freshener(
    (page) => {
      ground(({ stood }) => stood(room, page.querySelector("[data-review]"), answer));
      show();
      fresh?.(page);
    },
    undefined,
    (reply) => ground(({ lost }) => lost(reply, answer)),
  );
  const heard = (question) => {
    if (question === here) answer?.heard();
  };

  const show = () => {
    const others = people.filter((p) => !(p.user_id && p.user_id === room.dataset.me));
    const bar = document.querySelector("[data-people]"),
      once = new Map(others.map((p) => [p.user_id || p.name, p]));
    bar.replaceChildren(
      ...[...once.values()]
        .slice(0, 6)
        .map((p) => el("li", { title: p.name }, face(p.name), el("span", { class: "hide" }, p.name))),
    );
    if (once.size > 6) bar.append(el("li", { title: `${once.size - 6} more` }, face("+" + (once.size - 6))));
    bar.hidden = !once.size;
    for (const old of document.querySelectorAll(".q .here")) old.remove();
    for (const p of others) {
      const link = p.question_id && document.querySelector(`[data-q="${CSS.escape(p.question_id)}"]`);
      if (!link) continue;
      const seats =
        link.querySelector(".here") ??
        link.appendChild(el("i", { class: "here" }, el("span", { class: "hide" }, ", here: ")));
      if (seats.children.length < 4) seats.append(face(p.name), el("span", { class: "hide" }, p.name));
    }
  };

  const on = {
    hello: (e) => {
      people = e.people;
      show();
      if (fresh || e.updated_at !== room.dataset.updated) {
        heard(here);
        refresh();
      }
      room.dataset.updated = e.updated_at;
    },
    answer: (e) => {
      if (fresh) refresh();
      if (e.client === client) return;
      risk(e.question_id, ...words[e.undecided ? "UNDECIDED" : e.risk]);
      heard(e.question_id);
    },
    presence: (e) => {
      people = people.filter(
        (p) =>
          !(p.name === e.actor_name && (p.user_id ?? "") === (e.actor_id ?? "") && p.question_id === e.question_id),
      );
      if (e.here) people.push({ user_id: e.actor_id, name: e.actor_name, question_id: e.question_id });
      show();
    },
    milestone: (e) => {
      if (e.client !== client && e.actor_id !== room.dataset.me) news(`${e.actor_name} saved milestone ${e.version}.`);
    },
    resync: () => {
      heard(here);
      refresh();
    },
    review: refresh,
    comment: refresh,
    assignment: refresh,
    parking: refresh,
    acceptance: (e) => {
      heard(e.question_id);
      refresh();
    },
    ...(fresh && { facilitation: refresh }),
  };

  listen(room, {
    question: here,
    client,
    on,
    anew: () => {
      heard(here);
      refresh();
    },
    ended: refresh,
  });
}

// ground is loaded as soon as a page may have lost what it stands on: not with every page.
const ground = (act) =>
  import("./ground.js").then(act, () => {
    /* no line: the stream asks again */
  });

// tab is what this page calls itself, so that it knows its own changes when it hears of them.
const tab = () => [...crypto.getRandomValues(new Uint8Array(12))].map((b) => b.toString(16).padStart(2, "0")).join("");

const face = (name) => {
  const letters = name.startsWith("+")
    ? name
    : name
        .split(/\s+/)
        .filter(Boolean)
        .slice(0, 2)
        .map((w) => [...w][0])
        .join("")
        .toUpperCase();
  return el("span", { class: "face", "aria-hidden": "true" }, letters);
};

// news tells what happened elsewhere.
export function news(text, reload) {
  document.querySelector(".news")?.remove();
  const box = el("p", { class: "news", role: "status" }, text + " ");
  if (reload) {
    const b = el("button", { type: "button", class: "btn slim" }, "Reload");
    b.addEventListener("click", () => location.reload());
    box.append(b);
  } else setTimeout(() => box.remove(), 8000);
  document.body.append(box);
}
