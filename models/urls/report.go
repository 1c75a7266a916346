package urls

// The pages of how reports look and of saved presets.
const (
	ReportSettings = "/workspace/reports"
	ReportLogo     = ReportSettings + "/logo"
	SavedPresets   = ReportSettings + "/presets"
)

// SavedPreset is the page of a saved preset, and the target that saves it.
func SavedPreset(preset string) string { return partOf(SavedPresets, preset) }

// PreviewPreset leads to a report that the preset makes, as a page. It takes ?workload=.
func PreviewPreset(preset string) string { return partOf(SavedPresets, preset, "preview") }

// DeletePreset deletes a saved preset.
func DeletePreset(preset string) string { return partOf(SavedPresets, preset, "delete") }
