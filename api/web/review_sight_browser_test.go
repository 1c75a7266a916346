package web_test

import (
	"fmt"
	"testing"

	"github.com/chromedp/cdproto/emulation"

	"plumbline/api/apitest"
)

// "@" in a comment opens a list of people, who are chosen with the keyboard.
func TestMentionsAreChosenFromAList(t *testing.T) {
	apitest.OnSQLite(t, func(s *apitest.Server) {
		t := s.T
		_, base := s.ReviewOfBackup()
		b := s.Browser().As("architect session")
		b.Open(base + apitest.BackupPath)
		b.Wait(apitest.BigRisk)
		b.Click("#comment-body")
		b.Until("the list", `document.querySelector("#comment-body[aria-controls]")`)
		b.Write("Ask ")
		b.Keys("@")
		b.Until("all people", `document.querySelectorAll(".mentions [role=option]").length > 3`)
		b.Write("contr")
		b.Until("one person", `document.querySelectorAll(".mentions [role=option]").length === 1 && `+
			`document.querySelector("#comment-body").getAttribute("aria-activedescendant") === `+
			`document.querySelector(".mentions [aria-selected=true]").id`)
		b.Keys("ArrowDown", "Tab")
		if got := apitest.ValueOf[string](b, `document.querySelector("#comment-body").value`); got !=
			"Ask @The contributor " {
			t.Errorf("chosen: %q", got)
		}
		b.Keys("@", "Escape")
		b.Until("no list", `document.querySelector(".mentions").hidden && document.activeElement.id === "comment-body"`)
		b.Click("[data-say] .btn.primary")
		b.Sees(".thread", "Mentions The contributor")
	})
}

// Next, risk and progress are in sight wherever the page is scrolled to, at every width.
func TestTheNextStepIsInSight(t *testing.T) {
	apitest.OnSQLite(t, func(s *apitest.Server) {
		_, base := s.ReviewOfBackup()
		b := s.Browser().As("contributor session")
		b.Open(base + apitest.BackupPath)
		b.Wait(apitest.BigRisk)
		for _, width := range []int64{320, 390, 768, 1024, 1440, 1920} {
			b.Size(width, 700)
			b.Until(fmt.Sprintf("risk, progress and next at %d pixels", width), `[0, 400, 9999].every((y) => {
  scrollTo(0, y);
  return [".now-risk", ".now-progress", ".now-bar .primary"].every((part) => {
    const box = document.querySelector(part).getBoundingClientRect();
    return box.width > 0 && box.top >= 0 && box.bottom <= innerHeight && box.left >= 0 && box.right <= innerWidth;
  });
})`)
		}
	})
}

// Printing a question prints its answer: choices with their state, risk and notes, and no controls.
func TestAQuestionIsPrintedWithItsAnswer(t *testing.T) {
	apitest.OnSQLite(t, func(s *apitest.Server) {
		t := s.T
		_, base := s.ReviewOfBackup()
		s.OK("PATCH", base+"/answers/backup", map[string]any{"selected": []string{"backup_daily"}, "notes": "Seen **by us**",
			"choice_notes": map[string]string{"backup_daily": "Every night"}})
		for _, who := range []string{"contributor session", "viewer session"} {
			b := s.Browser().As(who)
			b.Open(base + apitest.BackupPath)
			b.Wait(apitest.BigRisk)
			apitest.DevTools(b, "print", emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
			for _, text := range []string{"In place", "Not in place", "Every night", "Seen by us", "High risk"} {
				b.Sees("body", text)
			}
			if got := apitest.ValueOf[string](b, `[...document.querySelectorAll("button, input, textarea, select, summary, `+
				`kbd, .btn")].filter((e) => e.checkVisibility()).map((e) => e.outerHTML.slice(0, 80)).join("; ")`); got != "" {
				t.Errorf("%s prints controls: %s", who, got)
			}
		}
	})
}

// brokenWords lists buttons, tabs and cells in which a line ends within a word, and what hangs out of the window.
const brokenWords = `(() => {
  const faults = [];
  for (const e of document.querySelectorAll("button, .btn, summary, th, td, .ways a, .pill, .lvl, .num, .now-bar a")) {
    if (!e.checkVisibility()) continue;
    const texts = document.createTreeWalker(e, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node; node = texts.nextNode())
      for (const word of node.data.matchAll(/[\p{L}\p{N}]+/gu)) {
        const range = document.createRange();
        range.setStart(node, word.index);
        range.setEnd(node, word.index + word[0].length);
        const tops = new Set([...range.getClientRects()].filter((r) => r.width > 1).map((r) => Math.round(r.top)));
        if (tops.size > 1) faults.push(e.tagName + " breaks " + word[0]);
      }
  }
  if (document.documentElement.scrollWidth > innerWidth) faults.push("the page scrolls sideways");
  return faults.join("; ");
})()`

// No word breaks within a button or a short cell of the pages of a review, at any width.
func TestNoWordOfAReviewBreaks(t *testing.T) {
	apitest.OnSQLite(t, func(s *apitest.Server) {
		t := s.T
		_, base := s.ReviewOfBackup()
		s.OK("PATCH", base+"/answers/backup", map[string]any{"selected": []string{"backup_daily"}})
		b := s.Browser().As("owner session")
		for _, path := range []string{apitest.BackupPath, "/facilitate", "/present", "/notes", "/parking",
			apitest.BackupPath + "/history", apitest.BackupPath + "/comments"} {
			b.Open(base + path)
			b.Wait("main")
			for _, width := range []int64{320, 390, 768, 1024, 1440, 1920} {
				b.Size(width, 800)
				if faults := apitest.ValueOf[string](b, brokenWords); faults != "" {
					t.Errorf("%s at %d pixels: %s", path, width, faults)
				}
			}
		}
	})
}
