// What happens in a review, as it happens: a page of it listens while it can be seen, and brings those of its parts up
// to date that are marked as changing.
import { address } from "./root.js";

const rest = 10_000; // ms in the background before a page stops listening
const refused = 30_000; // ms until the next try after the server would not have the page as a listener
const gather = 150; // ms in which changes of a page's parts are taken together, unless the page wants them sooner

// listen calls what stands in on for each kind of event, with its data. Anew is for a page that comes back from the
// browser's memory; lost is called as the connection breaks, ended as the server would not have the page as a listener
// (any more).
export function listen(room, { question = "", client = "", on, anew, lost, ended }) {
  let source, resting, again;
  const begin = () => {
    clearTimeout(again);
    if (source && source.readyState !== EventSource.CLOSED) return;
    const [workload, lens] = [room.dataset.workload, room.dataset.lens].map(encodeURIComponent);
    const events = address(`/api/v1/workloads/${workload}/lenses/${lens}/events`);
    source = new EventSource(
      events + "?" + new URLSearchParams(Object.entries({ question, client }).filter(([, value]) => value)),
    );
    source.addEventListener("error", () => {
      // a browser tries again by itself, unless it was refused: perhaps for now only
      lost?.();
      if (source.readyState !== EventSource.CLOSED || document.hidden) return;
      ended?.();
      again = setTimeout(begin, refused);
    });
    for (const [kind, act] of Object.entries(on)) source.addEventListener(kind, (event) => act(JSON.parse(event.data)));
  };
  document.addEventListener("visibilitychange", () => {
    clearTimeout(resting);
    if (document.hidden) resting = setTimeout(() => source?.close(), rest);
    else begin();
  });
  addEventListener("pagehide", () => source?.close());
  addEventListener("pageshow", (event) => {
    if (event.persisted) {
      begin();
      anew();
    }
  });
  if (!document.hidden) begin();
}

// freshener makes what asks for the page again, soon, and takes what is marked as changing: [data-fresh]. Fields that
// are typed in are none of that, and what is unfolded stays so. Seen gets the new page, gone the reply where that is
// another page, or none. Of two answers that come in the wrong order only the one that was asked for last counts.
export function freshener(seen, wait = gather, gone) {
  let due,
    last = 0;
  return () => {
    clearTimeout(due);
    due = setTimeout(async () => {
      const turn = ++last;
      try {
        const reply = await fetch(location.href);
        if (!reply.ok || reply.redirected) {
          if (turn === last) gone?.(reply);
          return;
        }
        const page = new DOMParser().parseFromString(await reply.text(), "text/html");
        if (turn !== last) return;
        for (const part of document.querySelectorAll("[data-fresh]"))
          take(part, page.querySelector(`[data-fresh="${part.dataset.fresh}"]`));
        seen?.(page);
      } catch {
        /* the stream tries again by itself, and asks then */
      }
    }, wait);
  };
}

function take(part, now) {
  if (!now || now.innerHTML === part.innerHTML || part.contains(document.activeElement) || written(part)) return;
  const open = [...part.querySelectorAll("details")].map((d) => d.open);
  part.replaceChildren(...now.childNodes);
  const folds = part.querySelectorAll("details");
  if (folds.length === open.length)
    folds.forEach((d, i) => {
      d.open = open[i];
    });
  for (const time of part.querySelectorAll("time")) dispatchEvent(new CustomEvent("plumbline:time", { detail: time }));
}

// written tells whether somebody has begun to write there.
export const written = (part) =>
  [...part.querySelectorAll("textarea, input[type=text]")].some((field) => field.value !== field.defaultValue);
