package markdown_test

import (
	"runtime"
	"runtime/debug"
	"slices"
	"testing"

	"plumbline/models/markdown"
	"plumbline/models/markdown/hostile"
)

// maxMemory is the budget of one note of 64 KB: all that was allocated on the way, which is more than what is held at
// any moment.
const maxMemory = 32 << 20

// TestHostileNotesAreCheap holds the memory that notes of every construct cost. Its figures do not depend on the
// machine's load.
func TestHostileNotesAreCheap(t *testing.T) {
	info, _ := debug.ReadBuildInfo()
	if info != nil && slices.Contains(info.Settings, debug.BuildSetting{Key: "-race", Value: "true"}) {
		t.Skip("the race detector throws pooled memory away by chance, so that the same work allocates several times as much")
	}
	var before, after runtime.MemStats
	for name, note := range hostile.LargestNotes() {
		runtime.ReadMemStats(&before)
		markdown.HTML(note)
		runtime.ReadMemStats(&after)
		if bytes := after.TotalAlloc - before.TotalAlloc; bytes > maxMemory {
			t.Errorf("%s: %d MB", name, bytes>>20)
		}
	}
}
