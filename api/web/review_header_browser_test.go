package web_test

import (
	"fmt"
	"testing"

	"plumbline/api/apitest"
)

// brokenInHeader lists what breaks in the bar at the top of a review: a word on two lines, something that is cut off or
// hangs out, a way that is nowhere.
const brokenInHeader = `(() => {
  const faults = [], seen = (e) => e.offsetWidth > 0, header = document.querySelector("header.top");
  for (const e of header.querySelectorAll("a, button, summary")) {
    if (!seen(e) || e.closest(".drop")) continue;
    const box = e.getBoundingClientRect(), words = e.innerText.trim();
    if (box.right > innerWidth || box.left < 0) faults.push(words + " hangs out");
    const lines = document.createRange();
    lines.selectNodeContents(e);
    const tops = new Set([...lines.getClientRects()].filter((r) => r.width > 1 && r.height > 8)
      .map((r) => Math.round(r.bottom / 12)));
    if (e.matches(".btn") && tops.size > 1) faults.push(words + " has more than one line");
  }
  if (document.documentElement.scrollWidth > innerWidth) faults.push("the page scrolls sideways");
  for (const way of ["Notes", "Facilitate", "Present", "Report"]) {
    const all = [...header.querySelectorAll("a")].filter((e) => e.textContent.trim() === way);
    if (!all.some((e) => seen(e) || seen(e.closest("details")?.querySelector("summary") ?? e)))
      faults.push(way + " is nowhere");
  }
  return faults.join("; ");
})()`

// The bar at the top of a review folds its ways into a menu before it breaks a word, at every width.
func TestTheHeaderOfAReviewFits(t *testing.T) {
	apitest.OnSQLite(t, func(s *apitest.Server) {
		t := s.T
		_, base := s.ReviewOfBackup()
		b := s.Browser().As("owner session")
		b.Open(base + apitest.BackupPath)
		waitForScript(b)
		for _, width := range []int64{320, 390, 600, 720, 721, 768, 800, 820, 900, 1024, 1100, 1199, 1200, 1280, 1440, 1920} {
			b.Size(width, 800)
			if faults := apitest.ValueOf[string](b, brokenInHeader); faults != "" {
				t.Errorf("%d pixels: %s", width, faults)
			}
			b.Screenshot(fmt.Sprintf("header-%d", width))
		}
		b.Size(1024, 800)
		b.Click(".folded > summary")
		b.Click(".folded a[href$='/notes']")
		b.Until("the notes", `location.pathname.endsWith("/notes")`)
	})
}
