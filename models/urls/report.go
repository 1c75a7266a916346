package urls

// The pages of how reports look and of saved presets.
const (
	ReportSettings = "/workspace/reports"
	ReportLogo     = ReportSettings + "/logo"
	SavedPresets   = ReportSettings + "/presets"
)

// DeletePreset deletes a saved preset.
func DeletePreset(preset string) string { return partOf(SavedPresets, preset, "delete") }
