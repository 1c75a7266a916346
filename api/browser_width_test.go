package api_test

import (
	"fmt"
	"testing"

	"plumbline/api/apitest"
	"plumbline/models"
)

// testedWidths are the windows in which every page must stay whole: phones, a tablet, desks.
var testedWidths = []int64{320, 390, 768, 1024, 1440, 1920}

// brokenJS gives what is broken on the page at the width that it has, in words. A word of up to 24 characters is never
// broken; longer ones (addresses, ids, names without a space) are free text. Controls that can be seen at one time
// never overlap, and what opens in the top bar stays in the window.
const brokenJS = `(() => {
  const faults = [], root = document.documentElement;
  const name = (e) => e.tagName.toLowerCase() + (e.id ? "#" + e.id : "") +
    [...e.classList].map((c) => "." + c).join("") +
    " “" + e.textContent.trim().replace(/\s+/g, " ").slice(0, 40) + "”";
  const seen = (e) => e.checkVisibility({visibilityProperty: true}) && e.getBoundingClientRect().width > 1;
  const latin = /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Common}]+$/u, range = document.createRange();
  const lines = (rects) => {
    let count = 0, bottom = -Infinity;
    for (const r of [...rects].sort((a, b) => a.top - b.top)) {
      if (r.width > 0 && r.top >= bottom - 2) count++;
      bottom = Math.max(bottom, r.bottom);
    }
    return count;
  };
  const words = (within) => {
    const walk = document.createTreeWalker(within, NodeFilter.SHOW_TEXT);
    for (let text; (text = walk.nextNode());) {
      if (!text.data.trim() || !text.parentElement || !seen(text.parentElement)) continue;
      range.selectNodeContents(text);
      if (lines(range.getClientRects()) < 2) continue;
      for (const found of text.data.matchAll(/\S+/g)) {
        if (found[0].length > 24 || !latin.test(found[0])) continue;
        let from = found.index;
        for (const part of found[0].split(/(?<=[-–—/?])/)) { // where a line may end inside
          range.setStart(text, from);
          range.setEnd(text, from += part.length);
          if (lines(range.getClientRects()) > 1)
            faults.push("the word “" + part + "” is broken in " + name(text.parentElement));
        }
      }
    }
  };
  const area = (e, rect) => {
    let {left, top, right, bottom} = rect;
    for (let p = e.parentElement; p && p !== document.body; p = p.parentElement) {
      if (getComputedStyle(p).overflow === "visible") continue;
      const clip = p.getBoundingClientRect();
      [left, top] = [Math.max(left, clip.left), Math.max(top, clip.top)];
      [right, bottom] = [Math.min(right, clip.right), Math.min(bottom, clip.bottom)];
    }
    return {e, left, top, right, bottom};
  };
  const floating = (e) => {
    for (let p = e; p && p !== document.body; p = p.parentElement)
      if (/fixed|sticky/.test(getComputedStyle(p).position)) return p;
    return null;
  };
  const overlaps = () => {
    const boxes = [...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
      .filter((e) => seen(e) && getComputedStyle(e).opacity !== "0")
      .flatMap((e) => [...e.getClientRects()].map((r) => ({...area(e, r), float: floating(e)})))
      .filter((b) => b.right - b.left > 2 && b.bottom - b.top > 2 && b.bottom + scrollY > 0)
      .sort((a, b) => a.top - b.top);
    boxes.forEach((a, i) => {
      for (let j = i + 1; j < boxes.length && boxes[j].top < a.bottom - 2; j++) {
        const b = boxes[j];
        if (a.float !== b.float || a.e.contains(b.e) || b.e.contains(a.e)) continue;
        if (Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2)
          faults.push(name(a.e) + " and " + name(b.e) + " overlap");
      }
    });
  };
  const fits = (e, what) => {
    const r = e.getBoundingClientRect();
    if (r.left < -1 || r.right > root.clientWidth + 1)
      faults.push(what + " reaches from " + Math.round(r.left) + " to " + Math.round(r.right) + " in a window of " +
        root.clientWidth);
  };
  if (document.scrollingElement.scrollWidth > root.clientWidth) {
    faults.push("the page is " + document.scrollingElement.scrollWidth + " wide in a window of " + root.clientWidth);
  }
  words(document.body);
  overlaps();
  for (const control of document.querySelectorAll("header a, header button, header summary")) {
    if (seen(control) && control.getBoundingClientRect().bottom > 0) fits(control, name(control));
  }
  for (const menu of document.querySelectorAll("header details")) {
    if (!seen(menu)) continue;
    menu.open = true;
    for (const drop of menu.querySelectorAll(":scope > :not(summary)")) {
      fits(drop, "the menu " + name(menu.querySelector("summary")));
      words(drop);
    }
    menu.open = false;
  }
  return [...new Set(faults)].slice(0, 8);
})()`

// TestNothingIsBrokenAtAnyWidth opens every page that the engine knows, as somebody who sees all of them, and makes the
// window narrower step by step: no page scrolls sideways, no word is broken, and no controls overlap.
func TestNothingIsBrokenAtAnyWidth(t *testing.T) {
	onFurnished(t, func(s *apitest.Server, things map[string]string) {
		walk := pageTourist{Server: s, seen: map[string]bool{}}
		b := s.Browser().As("owner session")
		paths := walk.paths(things)
		admin := true
		_, err := s.Service.Users.Update(s.As("administrator session"), s.Users["owner"].ID,
			models.UserPatch{Admin: &admin}, nil)
		apitest.Must(s.T, err)
		for _, page := range walk.visible("owner session", paths) {
			if page.status >= 400 {
				b.Announce(fmt.Sprintf("status of %d", page.status))
			}
			b.Open(page.path)
			for _, width := range testedWidths {
				b.Size(width, 900)
				for _, fault := range apitest.ValueOf[[]string](b, brokenJS) {
					s.T.Errorf("%s at %d: %s", page.path, width, fault)
				}
			}
		}
	})
}
